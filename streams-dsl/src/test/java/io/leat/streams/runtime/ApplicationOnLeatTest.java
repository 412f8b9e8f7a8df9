package io.leat.streams.runtime;

import io.leat.log.server.LeatServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Applications on Leat's own server. */
class ApplicationOnLeatTest extends ApplicationContract {

    private LeatServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server =
                LeatServer.start(
                        Map.of(
                                "listeners", "PLAINTEXT://127.0.0.1:0",
                                "log.dirs", folder.resolve("log").toString(),
                                "offsets.topic.num.partitions", "2",
                                "transaction.state.log.num.partitions", "2",
                                "group.initial.rebalance.delay.ms", "0",
                                "group.min.session.timeout.ms", "500",
                                "group.streams.initial.rebalance.delay.ms", "0",
                                "group.streams.session.timeout.ms", "2000",
                                "group.streams.heartbeat.interval.ms", "200"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    String bootstrap() {
        return server.endpoint().toString();
    }
}
