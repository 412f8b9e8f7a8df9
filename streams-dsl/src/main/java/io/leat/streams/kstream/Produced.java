package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.processor.StreamPartitioner;
import java.util.Objects;

/** How a topic is written: serdes, the choice of partitions, the name of the sink. */
public class Produced<K, V> implements NamedOperation<Produced<K, V>> {

    protected Serde<K> keySerde;
    protected Serde<V> valueSerde;
    protected StreamPartitioner<? super K, ? super V> partitioner;
    protected String processorName;

    private Produced(
            Serde<K> keySerde,
            Serde<V> valueSerde,
            StreamPartitioner<? super K, ? super V> partitioner,
            String processorName) {
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.partitioner = partitioner;
        this.processorName = processorName;
    }

    protected Produced(Produced<K, V> other) {
        this(other.keySerde, other.valueSerde, other.partitioner, other.processorName);
    }

    public static <K, V> Produced<K, V> with(Serde<K> keySerde, Serde<V> valueSerde) {
        return new Produced<>(keySerde, valueSerde, null, null);
    }

    public static <K, V> Produced<K, V> with(
            Serde<K> keySerde,
            Serde<V> valueSerde,
            StreamPartitioner<? super K, ? super V> partitioner) {
        return new Produced<>(keySerde, valueSerde, partitioner, null);
    }

    public static <K, V> Produced<K, V> as(String processorName) {
        return new Produced<>(null, null, null, processorName);
    }

    public static <K, V> Produced<K, V> keySerde(Serde<K> keySerde) {
        return new Produced<>(keySerde, null, null, null);
    }

    public static <K, V> Produced<K, V> valueSerde(Serde<V> valueSerde) {
        return new Produced<>(null, valueSerde, null, null);
    }

    public static <K, V> Produced<K, V> streamPartitioner(
            StreamPartitioner<? super K, ? super V> partitioner) {
        return new Produced<>(null, null, partitioner, null);
    }

    public Produced<K, V> withStreamPartitioner(
            StreamPartitioner<? super K, ? super V> streamPartitioner) {
        partitioner = streamPartitioner;
        return this;
    }

    public Produced<K, V> withKeySerde(Serde<K> serde) {
        keySerde = serde;
        return this;
    }

    public Produced<K, V> withValueSerde(Serde<V> serde) {
        valueSerde = serde;
        return this;
    }

    @Override
    public Produced<K, V> withName(String name) {
        processorName = name;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Produced<?, ?> that
                && Objects.equals(keySerde, that.keySerde)
                && Objects.equals(valueSerde, that.valueSerde)
                && Objects.equals(partitioner, that.partitioner);
    }

    @Override
    public int hashCode() {
        return Objects.hash(keySerde, valueSerde, partitioner);
    }
}
