package io.leat.streams.runtime;

import io.leat.clients.ApacheKafka;
import java.nio.file.Path;

/** The word count on Apache Kafka. */
final class WordCountOnApacheKafkaTest extends WordCountContract {

    @Override
    AutoCloseable start(Path data) {
        return ApacheKafka.start();
    }

    @Override
    String address(AutoCloseable started) {
        return ((ApacheKafka) started).bootstrap();
    }
}
