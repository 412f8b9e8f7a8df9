package io.leat.examples.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Instances of the pipeline, each in a process. With {@link Chaos} they are killed (SIGKILL) at
 * random moments, some while lines are being processed, some while an instance is still coming up
 * from the kill before; and so are the log's nodes, where it has several. One thread.
 */
final class Processes implements Processing {

    private static final int KILLS_OF_INSTANCES = 4;
    private static final int KILLS_OF_NODES = 4;
    private static final int KILLS_AT_START = 2;

    /** The nodes of the log, as far as they can be killed. */
    interface Nodes {
        int count();

        void kill(int id);

        /** Returns when it serves again. */
        void restart(int id);
    }

    /** A kill that is due when so many lines are in the log. */
    private record Kill(long lines, boolean ofNode) {}

    private final List<InstanceProcess> instances;
    private final @Nullable Nodes nodes;
    private final Random random;
    private final long linesTotal;
    private final Deque<Kill> plan = new ArrayDeque<>();

    private int kills;
    private int killsAtStartLeft;
    private @Nullable InstanceProcess coming;
    private long killComingAtNanos;
    private int nodeDown;
    private long nodeBackAtNanos;

    private Processes(
            Pipeline.Job job, int count, @Nullable Nodes nodes, long linesTotal, Random random) {
        this.nodes = nodes;
        this.random = random;
        this.linesTotal = linesTotal;
        this.instances =
                IntStream.rangeClosed(1, count)
                        .mapToObj(number -> new InstanceProcess(job, number))
                        .toList();
    }

    /** Nobody is killed. */
    static Processes calm(Pipeline.Job job, int instances) {
        return new Processes(job, instances, null, 0, new Random(0));
    }

    /**
     * @param nodes to be killed, too, or null
     * @param linesTotal of the input; kills are spread over them
     */
    static Processes chaos(
            Pipeline.Job job, int instances, @Nullable Nodes nodes, long linesTotal, long seed) {
        Random random = new Random(seed);
        Processes processes = new Processes(job, instances, nodes, linesTotal, random);
        processes.killsAtStartLeft = KILLS_AT_START;
        processes.spread(KILLS_OF_INSTANCES + (nodes == null ? 0 : KILLS_OF_NODES));
        return processes;
    }

    /**
     * One kill in each slice of the lines; of instances and nodes in turn, where there are both.
     */
    private void spread(int count) {
        List<Kill> kills = new ArrayList<>();
        long slice = Math.max(1, linesTotal / (count + 1));
        for (int i = 0; i < count; i++) {
            long lines = i * slice + random.nextLong(slice) + 1;
            kills.add(new Kill(lines, nodes != null && i % 2 == 1));
        }
        plan.addAll(kills);
    }

    @Override
    public int kills() {
        return kills;
    }

    @Override
    public void tend(Progress progress) {
        for (InstanceProcess instance : instances) {
            if (!instance.isAlive()) {
                instance.restart("ended by itself");
            }
        }
        long now = System.nanoTime();
        if (nodeDown > 0) {
            if (now - nodeBackAtNanos >= 0 && nodes != null) {
                nodes.restart(nodeDown);
                nodeDown = 0;
            }
        } else if (coming != null && now - killComingAtNanos >= 0) {
            kill(coming);
        } else if (!plan.isEmpty() && progress.lines() >= plan.peekFirst().lines()) {
            if (plan.removeFirst().ofNode()) {
                killNode();
            } else {
                kill(instances.get(random.nextInt(instances.size())));
            }
        }
    }

    private void kill(InstanceProcess instance) {
        instance.killAndRestart();
        kills++;
        coming = null;
        if (killsAtStartLeft > 0 && random.nextBoolean()) {
            killsAtStartLeft--;
            coming = instance;
            killComingAtNanos = System.nanoTime() + milliseconds(200, 2_200);
        }
    }

    private void killNode() {
        if (nodes != null) {
            nodeDown = 1 + random.nextInt(nodes.count());
            nodes.kill(nodeDown);
            kills++;
            nodeBackAtNanos = System.nanoTime() + milliseconds(0, 3_000);
        }
    }

    private long milliseconds(int from, int to) {
        return TimeUnit.MILLISECONDS.toNanos(random.nextInt(from, to));
    }

    @Override
    public boolean moreToCome(Progress progress) {
        return coming != null || nodeDown > 0 || (!plan.isEmpty() && progress.lines() < linesTotal);
    }

    @Override
    public void close() {
        instances.forEach(InstanceProcess::askToEnd);
        instances.forEach(InstanceProcess::close);
    }
}
