package io.leat.streams.runtime;

import java.util.Arrays;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Produced;

/** Apache Kafka Streams, whose tasks the broker hands out: a process that can be killed. */
final class KafkaWordCount {

    private KafkaWordCount() {}

    /** Arguments: servers, name of the application, folder for its stores. */
    public static void main(String[] args) {
        KafkaStreams streams = start(args[0], args[1], args[2]);
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    }

    static KafkaStreams start(String bootstrap, String app, String folder) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(app + "-lines", Consumed.with(Serdes.String(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to(app + "-counts", Produced.with(Serdes.String(), Serdes.String()));
        Properties settings = new Properties();
        settings.put("application.id", app);
        settings.put("bootstrap.servers", bootstrap);
        settings.put("group.protocol", "streams");
        settings.put("processing.guarantee", "exactly_once_v2");
        settings.put("commit.interval.ms", "100");
        settings.put("num.stream.threads", "2");
        settings.put("state.dir", folder);
        settings.put("producer.transaction.timeout.ms", "3000");
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        return streams;
    }
}
