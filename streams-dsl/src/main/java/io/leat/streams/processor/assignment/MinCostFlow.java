package io.leat.streams.processor.assignment;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A network, and the largest flow through it that costs least: one shortest path after the other.
 * Made for one use by one thread.
 */
final class MinCostFlow {

    private final int[] firstEdge;
    private int[] nextEdge = new int[64];
    private int[] target = new int[64];
    private int[] capacity = new int[64];
    private long[] cost = new long[64];
    private int edges;

    MinCostFlow(int nodes) {
        firstEdge = new int[nodes];
        Arrays.fill(firstEdge, -1);
    }

    /** Adds an edge; its number, for {@link #flow}. */
    int edge(int from, int to, int most, long costOfOne) {
        add(from, to, most, costOfOne);
        add(to, from, 0, -costOfOne); // what flows may flow back
        return edges - 2;
    }

    private void add(int from, int to, int most, long costOfOne) {
        if (edges == target.length) {
            nextEdge = Arrays.copyOf(nextEdge, edges * 2);
            target = Arrays.copyOf(target, edges * 2);
            capacity = Arrays.copyOf(capacity, edges * 2);
            cost = Arrays.copyOf(cost, edges * 2);
        }
        target[edges] = to;
        capacity[edges] = most;
        cost[edges] = costOfOne;
        nextEdge[edges] = firstEdge[from];
        firstEdge[from] = edges++;
    }

    /** Sends as much as possible from {@code source} to {@code sink}; how much that is. */
    int send(int source, int sink) {
        int sent = 0;
        int[] reachedBy = new int[firstEdge.length];
        while (findPath(source, sink, reachedBy)) {
            int most = Integer.MAX_VALUE;
            for (int node = sink; node != source; node = target[reachedBy[node] ^ 1]) {
                most = Math.min(most, capacity[reachedBy[node]]);
            }
            for (int node = sink; node != source; node = target[reachedBy[node] ^ 1]) {
                capacity[reachedBy[node]] -= most;
                capacity[reachedBy[node] ^ 1] += most;
            }
            sent += most;
        }
        return sent;
    }

    /** How much flows through edge {@code number}. */
    int flow(int number) {
        return capacity[number ^ 1];
    }

    /**
     * Finds the cheapest path on which something can still flow (Bellman and Ford, with a queue).
     *
     * @param reachedBy gets the last edge of the path to each node
     */
    private boolean findPath(int source, int sink, int[] reachedBy) {
        long[] distance = new long[firstEdge.length];
        Arrays.fill(distance, Long.MAX_VALUE);
        boolean[] queued = new boolean[firstEdge.length];
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        distance[source] = 0;
        queue.add(source);
        while (!queue.isEmpty()) {
            int node = queue.remove();
            queued[node] = false;
            for (int edge = firstEdge[node]; edge >= 0; edge = nextEdge[edge]) {
                int next = target[edge];
                if (capacity[edge] > 0 && distance[node] + cost[edge] < distance[next]) {
                    distance[next] = distance[node] + cost[edge];
                    reachedBy[next] = edge;
                    if (!queued[next]) {
                        queued[next] = true;
                        queue.add(next);
                    }
                }
            }
        }
        return distance[sink] < Long.MAX_VALUE;
    }
}
