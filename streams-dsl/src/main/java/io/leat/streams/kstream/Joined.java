package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import java.time.Duration;

/** How a stream is joined with a table: serdes and a name. Immutable. */
public class Joined<K, VLeft, VRight> implements NamedOperation<Joined<K, VLeft, VRight>> {

    protected final Serde<K> keySerde;
    protected final Serde<VLeft> leftValueSerde;
    protected final Serde<VRight> rightValueSerde;
    protected final String name;
    protected final Duration gracePeriod;

    private Joined(
            Serde<K> keySerde,
            Serde<VLeft> leftValueSerde,
            Serde<VRight> rightValueSerde,
            String name,
            Duration gracePeriod) {
        this.keySerde = keySerde;
        this.leftValueSerde = leftValueSerde;
        this.rightValueSerde = rightValueSerde;
        this.name = name;
        this.gracePeriod = gracePeriod;
    }

    protected Joined(Joined<K, VLeft, VRight> other) {
        this(
                other.keySerde,
                other.leftValueSerde,
                other.rightValueSerde,
                other.name,
                other.gracePeriod);
    }

    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            Serde<K> keySerde, Serde<VLeft> leftValueSerde, Serde<VRight> rightValueSerde) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, null, null);
    }

    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            Serde<K> keySerde,
            Serde<VLeft> leftValueSerde,
            Serde<VRight> rightValueSerde,
            String name) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, null);
    }

    /** With a grace period: see {@link #withGracePeriod}. */
    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> with(
            Serde<K> keySerde,
            Serde<VLeft> leftValueSerde,
            Serde<VRight> rightValueSerde,
            String name,
            Duration gracePeriod) {
        return new Joined<>(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> keySerde(Serde<K> keySerde) {
        return with(keySerde, null, null);
    }

    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> valueSerde(
            Serde<VLeft> leftValueSerde) {
        return with(null, leftValueSerde, null);
    }

    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> otherValueSerde(
            Serde<VRight> rightValueSerde) {
        return with(null, null, rightValueSerde);
    }

    public static <K, VLeft, VRight> Joined<K, VLeft, VRight> as(String name) {
        return with(null, null, null, name);
    }

    public Joined<K, VLeft, VRight> withKeySerde(Serde<K> serde) {
        return with(serde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    public Joined<K, VLeft, VRight> withValueSerde(Serde<VLeft> serde) {
        return with(keySerde, serde, rightValueSerde, name, gracePeriod);
    }

    public Joined<K, VLeft, VRight> withOtherValueSerde(Serde<VRight> serde) {
        return with(keySerde, leftValueSerde, serde, name, gracePeriod);
    }

    @Override
    public Joined<K, VLeft, VRight> withName(String name) {
        return with(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /** How long records wait for the table to catch up; the table must be versioned. */
    public Joined<K, VLeft, VRight> withGracePeriod(Duration gracePeriod) {
        return with(keySerde, leftValueSerde, rightValueSerde, name, gracePeriod);
    }

    /**
     * @deprecated Kafka takes it away, too
     */
    @Deprecated
    public Serde<K> keySerde() {
        return keySerde;
    }

    /**
     * @deprecated Kafka takes it away, too
     */
    @Deprecated
    public Serde<VLeft> valueSerde() {
        return leftValueSerde;
    }

    /**
     * @deprecated Kafka takes it away, too
     */
    @Deprecated
    public Serde<VRight> otherValueSerde() {
        return rightValueSerde;
    }

    /**
     * @deprecated Kafka takes it away, too
     */
    @Deprecated
    public Duration gracePeriod() {
        return gracePeriod;
    }
}
