package io.leat.connect.runtime;

import io.leat.clients.ApacheKafka;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The worker's contract on Apache Kafka. */
class WorkerOnApacheKafkaTest extends WorkerContract {

    private static ApacheKafka server;

    @BeforeAll
    static void startServer() {
        server = ApacheKafka.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    String bootstrap() {
        return server.bootstrap();
    }
}
