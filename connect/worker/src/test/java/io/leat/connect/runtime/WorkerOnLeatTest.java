package io.leat.connect.runtime;

import io.leat.log.server.LeatServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The worker's contract on our own server. */
class WorkerOnLeatTest extends WorkerContract {

    @TempDir static Path data;

    private static LeatServer server;

    @BeforeAll
    static void startServer() {
        server = start(data);
    }

    static LeatServer start(Path data) {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", data.toString(),
                        "num.partitions", "1",
                        "offsets.topic.num.partitions", "1",
                        "transaction.state.log.num.partitions", "1",
                        "group.initial.rebalance.delay.ms", "0"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    String bootstrap() {
        return server.endpoint().toString();
    }
}
