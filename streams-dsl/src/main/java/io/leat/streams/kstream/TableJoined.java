package io.leat.streams.kstream;

import io.leat.streams.processor.StreamPartitioner;

/** How a table is joined by foreign keys: partitioners of both tables, and a name. */
public class TableJoined<K, KO> implements NamedOperation<TableJoined<K, KO>> {

    protected final StreamPartitioner<K, Void> partitioner;
    protected final StreamPartitioner<KO, Void> otherPartitioner;
    protected final String name;

    private TableJoined(
            StreamPartitioner<K, Void> partitioner,
            StreamPartitioner<KO, Void> otherPartitioner,
            String name) {
        this.partitioner = partitioner;
        this.otherPartitioner = otherPartitioner;
        this.name = name;
    }

    protected TableJoined(TableJoined<K, KO> tableJoined) {
        this(tableJoined.partitioner, tableJoined.otherPartitioner, tableJoined.name);
    }

    /** The partitioners that the tables' topics were written with; null for the default. */
    public static <K, KO> TableJoined<K, KO> with(
            StreamPartitioner<K, Void> partitioner, StreamPartitioner<KO, Void> otherPartitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, null);
    }

    /** Names the processors, topics and the store of the join. */
    public static <K, KO> TableJoined<K, KO> as(String name) {
        return new TableJoined<>(null, null, name);
    }

    public TableJoined<K, KO> withPartitioner(StreamPartitioner<K, Void> partitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }

    public TableJoined<K, KO> withOtherPartitioner(StreamPartitioner<KO, Void> otherPartitioner) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }

    @Override
    public TableJoined<K, KO> withName(String name) {
        return new TableJoined<>(partitioner, otherPartitioner, name);
    }
}
