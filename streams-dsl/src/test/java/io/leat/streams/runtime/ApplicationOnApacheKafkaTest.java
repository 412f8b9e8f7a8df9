package io.leat.streams.runtime;

import io.leat.clients.ApacheKafka;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same applications on Apache Kafka. */
class ApplicationOnApacheKafkaTest extends ApplicationContract {

    private ApacheKafka server;

    @BeforeAll
    void start() {
        server =
                ApacheKafka.start(
                        Map.of(
                                "group.streams.initial.rebalance.delay.ms", "0",
                                "group.streams.min.session.timeout.ms", "500",
                                "group.streams.session.timeout.ms", "2000",
                                "group.streams.min.heartbeat.interval.ms", "100",
                                "group.streams.heartbeat.interval.ms", "200"));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    String bootstrap() {
        return server.bootstrap();
    }
}
