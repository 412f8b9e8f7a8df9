package io.leat.streams.runtime;

import io.leat.clients.ApacheKafka;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same applications on Apache Kafka. */
class ApplicationOnApacheKafkaTest extends ApplicationContract {

    private ApacheKafka server;

    @BeforeAll
    void start() {
        server = ApacheKafka.start();
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
