package io.leat.clients;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.data.LogPartitionStore;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.transport.RealPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One node of Leat inside this process, on a free port. Closed by whoever opened it. */
final class LeatNode implements Server {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "listeners", "PLAINTEXT://127.0.0.1:0",
                    "offsets.topic.num.partitions", "1",
                    "transaction.state.log.num.partitions", "1",
                    "group.initial.rebalance.delay.ms", "0",
                    "group.min.session.timeout.ms", "500",
                    "group.consumer.min.heartbeat.interval.ms", "100",
                    "group.consumer.heartbeat.interval.ms", "100",
                    "group.consumer.assignment.interval.ms", "0");

    private final RealPorts ports;
    private final BrokerNode node;
    private final Path folder;
    private final String bootstrap;

    private LeatNode(RealPorts ports, BrokerNode node, Path folder, String bootstrap) {
        this.ports = ports;
        this.node = node;
        this.folder = folder;
        this.bootstrap = bootstrap;
    }

    static LeatNode start() {
        try {
            Path folder = Files.createTempDirectory("leat-node");
            RealPorts ports = RealPorts.create("leat-node", 1);
            BrokerNode node =
                    new BrokerNode(
                            BrokerConfig.of(SETTINGS),
                            ports.ports(),
                            RealPorts.disk(folder),
                            LogPartitionStore::new);
            String bootstrap =
                    node.start().toCompletableFuture().join().get(0).endpoint().toString();
            return new LeatNode(ports, node, folder, bootstrap);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public boolean apacheKafka() {
        return false;
    }

    @Override
    public String toString() {
        return "Leat";
    }

    @Override
    public void close() {
        node.stop().toCompletableFuture().join();
        ports.close();
        delete(folder);
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
