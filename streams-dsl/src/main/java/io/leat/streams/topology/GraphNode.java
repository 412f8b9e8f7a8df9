package io.leat.streams.topology;

import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serializer;
import io.leat.streams.AutoOffsetReset;
import io.leat.streams.processor.StreamPartitioner;
import io.leat.streams.processor.TimestampExtractor;
import io.leat.streams.processor.TopicNameExtractor;
import io.leat.streams.processor.api.FixedKeyProcessorSupplier;
import io.leat.streams.processor.api.ProcessorSupplier;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A node of a topology as it was declared. Immutable. */
public sealed interface GraphNode {

    String name();

    /** The names of the nodes that forward to this one. */
    List<String> parents();

    /** Reads topics; either {@code topics} or {@code pattern} says which. */
    record Source(
            String name,
            List<String> topics,
            @Nullable Pattern pattern,
            @Nullable AutoOffsetReset reset,
            @Nullable TimestampExtractor extractor,
            @Nullable Deserializer<?> keyDeserializer,
            @Nullable Deserializer<?> valueDeserializer,
            @Nullable Duration maxIdle)
            implements GraphNode {

        /** A source that says nothing about silence. */
        public Source(
                String name,
                List<String> topics,
                @Nullable Pattern pattern,
                @Nullable AutoOffsetReset reset,
                @Nullable TimestampExtractor extractor,
                @Nullable Deserializer<?> keyDeserializer,
                @Nullable Deserializer<?> valueDeserializer) {
            this(name, topics, pattern, reset, extractor, keyDeserializer, valueDeserializer, null);
        }

        @Override
        public List<String> parents() {
            return List.of();
        }
    }

    /** Runs a processor; exactly one of the suppliers is there. */
    record Processing(
            String name,
            List<String> parents,
            @Nullable ProcessorSupplier<?, ?, ?, ?> supplier,
            @Nullable FixedKeyProcessorSupplier<?, ?, ?> fixedKeySupplier)
            implements GraphNode {}

    /** Writes to a topic; either {@code topic} or {@code extractor} says to which. */
    record Sink(
            String name,
            List<String> parents,
            @Nullable String topic,
            @Nullable TopicNameExtractor<?, ?> extractor,
            @Nullable Serializer<?> keySerializer,
            @Nullable Serializer<?> valueSerializer,
            @Nullable StreamPartitioner<?, ?> partitioner)
            implements GraphNode {}
}
