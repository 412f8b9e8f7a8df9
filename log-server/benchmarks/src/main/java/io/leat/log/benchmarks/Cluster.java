package io.leat.log.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Several nodes of one system, with ids from 1, that can be killed and started again. Closed by
 * whoever started it.
 */
final class Cluster implements Servers {

    private final List<Launch> launches;
    private final List<ServerProcess> nodes = new ArrayList<>();

    private Cluster(List<Launch> launches) {
        this.launches = launches;
    }

    /** Starts all at once and returns when each has named all of them. */
    static Cluster start(List<Launch> launches) {
        Cluster cluster = new Cluster(launches);
        try {
            launches.forEach(launch -> cluster.nodes.add(ServerProcess.launch(launch)));
            cluster.nodes.forEach(node -> node.awaitServing(launches.size()));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    int size() {
        return launches.size();
    }

    ServerProcess node(int id) {
        return nodes.get(id - 1);
    }

    void killAll() {
        nodes.forEach(ServerProcess::kill);
    }

    /** Asks all to end at once, and returns when they have. */
    void stopAll() {
        nodes.forEach(ServerProcess::askToStop);
        nodes.forEach(ServerProcess::stop);
    }

    /** Starts all that were killed or stopped; returns when each has named all of them. */
    void restartAll() {
        for (int id = 1; id <= size(); id++) {
            nodes.set(id - 1, ServerProcess.launch(launches.get(id - 1)));
        }
        nodes.forEach(node -> node.awaitServing(size()));
    }

    /** Where clients reach those that are left without {@code id}. */
    String bootstrapWithout(int id) {
        return IntStream.rangeClosed(1, size())
                .filter(each -> each != id)
                .mapToObj(each -> node(each).bootstrap())
                .collect(Collectors.joining(","));
    }

    /** Starts a node that was killed or stopped on what it left; returns when it answers. */
    ServerProcess restart(int id) {
        ServerProcess again = ServerProcess.launch(launches.get(id - 1));
        nodes.set(id - 1, again);
        again.awaitServing(1);
        return again;
    }

    @Override
    public String bootstrap() {
        return nodes.stream().map(ServerProcess::bootstrap).collect(Collectors.joining(","));
    }

    @Override
    public double cpuSeconds() {
        return nodes.stream().mapToDouble(ServerProcess::cpuSeconds).sum();
    }

    @Override
    public double compilerSeconds() {
        return nodes.stream().mapToDouble(ServerProcess::compilerSeconds).sum();
    }

    @Override
    public void close() {
        nodes.forEach(ServerProcess::close);
    }
}
