package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.processor.StreamPartitioner;

/**
 * How records are written to a repartition topic: name, serdes, number and choice of partitions.
 */
public class Repartitioned<K, V> implements NamedOperation<Repartitioned<K, V>> {

    protected final String name;
    protected final Serde<K> keySerde;
    protected final Serde<V> valueSerde;
    protected final Integer numberOfPartitions;
    protected final StreamPartitioner<K, V> partitioner;

    private Repartitioned(
            String name,
            Serde<K> keySerde,
            Serde<V> valueSerde,
            Integer numberOfPartitions,
            StreamPartitioner<K, V> partitioner) {
        this.name = name;
        this.keySerde = keySerde;
        this.valueSerde = valueSerde;
        this.numberOfPartitions = numberOfPartitions;
        this.partitioner = partitioner;
    }

    protected Repartitioned(Repartitioned<K, V> other) {
        this(
                other.name,
                other.keySerde,
                other.valueSerde,
                other.numberOfPartitions,
                other.partitioner);
    }

    public static <K, V> Repartitioned<K, V> as(String name) {
        return new Repartitioned<>(name, null, null, null, null);
    }

    public static <K, V> Repartitioned<K, V> with(Serde<K> keySerde, Serde<V> valueSerde) {
        return new Repartitioned<>(null, keySerde, valueSerde, null, null);
    }

    public static <K, V> Repartitioned<K, V> streamPartitioner(
            StreamPartitioner<K, V> partitioner) {
        return new Repartitioned<>(null, null, null, null, partitioner);
    }

    public static <K, V> Repartitioned<K, V> numberOfPartitions(int numberOfPartitions) {
        return new Repartitioned<>(null, null, null, numberOfPartitions, null);
    }

    @Override
    public Repartitioned<K, V> withName(String name) {
        return new Repartitioned<>(name, keySerde, valueSerde, numberOfPartitions, partitioner);
    }

    public Repartitioned<K, V> withNumberOfPartitions(int count) {
        return new Repartitioned<>(name, keySerde, valueSerde, count, partitioner);
    }

    public Repartitioned<K, V> withKeySerde(Serde<K> serde) {
        return new Repartitioned<>(name, serde, valueSerde, numberOfPartitions, partitioner);
    }

    public Repartitioned<K, V> withValueSerde(Serde<V> serde) {
        return new Repartitioned<>(name, keySerde, serde, numberOfPartitions, partitioner);
    }

    public Repartitioned<K, V> withStreamPartitioner(StreamPartitioner<K, V> partitioner) {
        return new Repartitioned<>(name, keySerde, valueSerde, numberOfPartitions, partitioner);
    }
}
