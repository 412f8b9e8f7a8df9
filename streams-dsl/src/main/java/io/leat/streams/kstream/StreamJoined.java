package io.leat.streams.kstream;

import io.leat.common.serialization.Serde;
import io.leat.streams.state.DslStoreSuppliers;
import io.leat.streams.state.WindowBytesStoreSupplier;
import java.util.HashMap;
import java.util.Map;

/** How two streams are joined: serdes, stores, names. Immutable. */
public class StreamJoined<K, V1, V2> implements NamedOperation<StreamJoined<K, V1, V2>> {

    protected Serde<K> keySerde;
    protected Serde<V1> valueSerde;
    protected Serde<V2> otherValueSerde;
    protected WindowBytesStoreSupplier thisStoreSupplier;
    protected WindowBytesStoreSupplier otherStoreSupplier;
    protected String name;
    protected String storeName;
    protected boolean loggingEnabled = true;
    protected Map<String, String> topicConfig = new HashMap<>();
    protected DslStoreSuppliers dslStoreSuppliers;

    private StreamJoined() {}

    protected StreamJoined(StreamJoined<K, V1, V2> other) {
        keySerde = other.keySerde;
        valueSerde = other.valueSerde;
        otherValueSerde = other.otherValueSerde;
        thisStoreSupplier = other.thisStoreSupplier;
        otherStoreSupplier = other.otherStoreSupplier;
        name = other.name;
        storeName = other.storeName;
        loggingEnabled = other.loggingEnabled;
        topicConfig = other.topicConfig;
        dslStoreSuppliers = other.dslStoreSuppliers;
    }

    private StreamJoined<K, V1, V2> copy() {
        return new StreamJoined<>(this);
    }

    public static <K, V1, V2> StreamJoined<K, V1, V2> with(
            WindowBytesStoreSupplier storeSupplier, WindowBytesStoreSupplier otherStoreSupplier) {
        StreamJoined<K, V1, V2> made = new StreamJoined<>();
        made.thisStoreSupplier = storeSupplier;
        made.otherStoreSupplier = otherStoreSupplier;
        return made;
    }

    public static <K, V1, V2> StreamJoined<K, V1, V2> with(DslStoreSuppliers storeSuppliers) {
        StreamJoined<K, V1, V2> made = new StreamJoined<>();
        made.dslStoreSuppliers = storeSuppliers;
        return made;
    }

    /** With stores whose names begin so. */
    public static <K, V1, V2> StreamJoined<K, V1, V2> as(String storeName) {
        StreamJoined<K, V1, V2> made = new StreamJoined<>();
        made.storeName = storeName;
        return made;
    }

    public static <K, V1, V2> StreamJoined<K, V1, V2> with(
            Serde<K> keySerde, Serde<V1> valueSerde, Serde<V2> otherValueSerde) {
        StreamJoined<K, V1, V2> made = new StreamJoined<>();
        made.keySerde = keySerde;
        made.valueSerde = valueSerde;
        made.otherValueSerde = otherValueSerde;
        return made;
    }

    /** Names the operators and repartition topics, not the stores. */
    @Override
    public StreamJoined<K, V1, V2> withName(String name) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.name = name;
        return copy;
    }

    /** What the names of the stores and of their changelogs begin with. */
    public StreamJoined<K, V1, V2> withStoreName(String storeName) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.storeName = storeName;
        return copy;
    }

    public StreamJoined<K, V1, V2> withKeySerde(Serde<K> keySerde) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.keySerde = keySerde;
        return copy;
    }

    public StreamJoined<K, V1, V2> withValueSerde(Serde<V1> valueSerde) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.valueSerde = valueSerde;
        return copy;
    }

    public StreamJoined<K, V1, V2> withOtherValueSerde(Serde<V2> otherValueSerde) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.otherValueSerde = otherValueSerde;
        return copy;
    }

    public StreamJoined<K, V1, V2> withDslStoreSuppliers(DslStoreSuppliers dslStoreSuppliers) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.dslStoreSuppliers = dslStoreSuppliers;
        return copy;
    }

    public StreamJoined<K, V1, V2> withThisStoreSupplier(
            WindowBytesStoreSupplier thisStoreSupplier) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.thisStoreSupplier = thisStoreSupplier;
        return copy;
    }

    public StreamJoined<K, V1, V2> withOtherStoreSupplier(
            WindowBytesStoreSupplier otherStoreSupplier) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.otherStoreSupplier = otherStoreSupplier;
        return copy;
    }

    /** Logs the stores to topics with these settings. */
    public StreamJoined<K, V1, V2> withLoggingEnabled(Map<String, String> config) {
        StreamJoined<K, V1, V2> copy = copy();
        copy.loggingEnabled = true;
        copy.topicConfig = config;
        return copy;
    }

    public StreamJoined<K, V1, V2> withLoggingDisabled() {
        StreamJoined<K, V1, V2> copy = copy();
        copy.loggingEnabled = false;
        copy.topicConfig = new HashMap<>();
        return copy;
    }

    @Override
    public String toString() {
        return "StreamJoined(name=" + name + ", storeName=" + storeName + ")";
    }
}
