package io.leat.common;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A topic name and a partition number. */
public final class TopicPartition implements Serializable {

    private static final long serialVersionUID = 1L;

    private final int partition;
    private final String topic;
    private int hash;

    public TopicPartition(String topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    public int partition() {
        return partition;
    }

    public String topic() {
        return topic;
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = 31 * (31 + partition) + Objects.hashCode(topic);
        }
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof TopicPartition that
                        && partition == that.partition
                        && Objects.equals(topic, that.topic);
    }

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
