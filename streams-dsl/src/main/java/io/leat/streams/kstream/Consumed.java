package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.AutoOffsetReset;
import io.leat.streams.Topology;
import io.leat.streams.processor.TimestampExtractor;
import java.time.Duration;
import java.util.Objects;

/** How a topic is read: serdes, times, where to begin, the name of the source. */
public class Consumed<K, V> implements NamedOperation<Consumed<K, V>> {

    protected Serde<K> keySerde;
    protected Serde<V> valueSerde;
    protected TimestampExtractor timestampExtractor;
    protected AutoOffsetReset resetPolicy;
    protected String processorName;
    protected Duration maxIdle;

    private Consumed(
            Serde<K> keySerde,
            Serde<V> valueSerde,
            TimestampExtractor timestampExtractor,
            AutoOffsetReset resetPolicy,
            String processorName) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.timestampExtractor = timestampExtractor;
        this.resetPolicy = resetPolicy;
        this.processorName = processorName;
    }

    protected Consumed(Consumed<K, V> other) {
        this(
                other.keySerde,
                other.valueSerde,
                other.timestampExtractor,
                other.resetPolicy,
                other.processorName);
        this.maxIdle = other.maxIdle;
    }

    public static <K, V> Consumed<K, V> with(
            Serde<K> keySerde,
            Serde<V> valueSerde,
            TimestampExtractor timestampExtractor,
            AutoOffsetReset resetPolicy) {
        return new Consumed<>(keySerde, valueSerde, timestampExtractor, resetPolicy, null);
    }

    public static <K, V> Consumed<K, V> with(Serde<K> keySerde, Serde<V> valueSerde) {
        return new Consumed<>(keySerde, valueSerde, null, null, null);
    }

    public static <K, V> Consumed<K, V> with(TimestampExtractor timestampExtractor) {
        return new Consumed<>(null, null, timestampExtractor, null, null);
    }

    public static <K, V> Consumed<K, V> with(AutoOffsetReset resetPolicy) {
        return new Consumed<>(null, null, null, resetPolicy, null);
    }

    /**
     * @deprecated use {@link AutoOffsetReset}
     */
    @Deprecated
    public static <K, V> Consumed<K, V> with(
            Serde<K> keySerde,
            Serde<V> valueSerde,
            TimestampExtractor timestampExtractor,
            Topology.AutoOffsetReset resetPolicy) {
        return with(keySerde, valueSerde, timestampExtractor, AutoOffsetReset.of(resetPolicy));
    }

    /**
     * @deprecated use {@link AutoOffsetReset}
     */
    @Deprecated
    public static <K, V> Consumed<K, V> with(Topology.AutoOffsetReset resetPolicy) {
        return with(AutoOffsetReset.of(resetPolicy));
    }

    public static <K, V> Consumed<K, V> as(String processorName) {
        return new Consumed<>(null, null, null, null, processorName);
    }

    public Consumed<K, V> withKeySerde(Serde<K> serde) {
        keySerde = serde;
        return this;
    }

    public Consumed<K, V> withValueSerde(Serde<V> serde) {
        valueSerde = serde;
        return this;
    }

    public Consumed<K, V> withTimestampExtractor(TimestampExtractor extractor) {
        timestampExtractor = extractor;
        return this;
    }

    public Consumed<K, V> withOffsetResetPolicy(AutoOffsetReset policy) {
        resetPolicy = policy;
        return this;
    }

    /**
     * @deprecated use {@link AutoOffsetReset}
     */
    @Deprecated
    public Consumed<K, V> withOffsetResetPolicy(Topology.AutoOffsetReset policy) {
        return withOffsetResetPolicy(AutoOffsetReset.of(policy));
    }

    /**
     * Of Leat: once this input was silent for so long, stream time goes on with the wall clock, in
     * place of {@code stream.time.max.idle.ms}. A task with several inputs goes on when the one
     * that may be silent longest has been.
     */
    public Consumed<K, V> withMaxIdle(Duration silence) {
        if (silence.isNegative()) {
            throw new IllegalArgumentException("The silence cannot be negative: " + silence);
        }
        maxIdle = silence;
        return this;
    }

    @Override
    public Consumed<K, V> withName(String name) {
        processorName = name;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Consumed<?, ?> that
                && Objects.equals(keySerde, that.keySerde)
                && Objects.equals(valueSerde, that.valueSerde)
                && Objects.equals(timestampExtractor, that.timestampExtractor)
                && Objects.equals(resetPolicy, that.resetPolicy)
                && Objects.equals(maxIdle, that.maxIdle);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keySerde, valueSerde, timestampExtractor, resetPolicy);
    }
}
