package io.leat.streams.processor.assignment;

import io.leat.common.TopicPartition;
import java.util.Optional;
import java.util.Set;

/** A partition that a task reads as input, as the changelog of a store, or as both. */
public interface TaskTopicPartition {

    TopicPartition topicPartition();

    /** Whether the task processes its records. */
    boolean isSource();

    /** Whether a store of the task is restored from it. */
    boolean isChangelog();

    /** The racks of the brokers that have a replica of it; empty when that is not known. */
    Optional<Set<String>> rackIds();
}
