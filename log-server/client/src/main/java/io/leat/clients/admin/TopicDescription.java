package io.leat.clients.admin;

import io.leat.common.TopicPartitionInfo;
import io.leat.common.Uuid;
import io.leat.common.acl.AclOperation;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A topic and its partitions. Immutable. */
public class TopicDescription {

    private final String name;
    private final boolean internal;
    private final List<TopicPartitionInfo> partitions;
    private final Set<AclOperation> authorizedOperations;
    private final Uuid topicId;

    public TopicDescription(
            String name,
            boolean internal,
            List<TopicPartitionInfo> partitions,
            Set<AclOperation> authorizedOperations,
            Uuid topicId) {
        this.name = name;
        this.internal = internal;
        this.partitions = partitions;
        this.authorizedOperations = authorizedOperations;
        this.topicId = topicId;
    }

    public TopicDescription(String name, boolean internal, List<TopicPartitionInfo> partitions) {
        this(name, internal, partitions, null, Uuid.ZERO_UUID);
    }

    public String name() {
        return name;
    }

    public boolean isInternal() {
        return internal;
    }

    public List<TopicPartitionInfo> partitions() {
        return partitions;
    }

    /** What this client may do with it, or null when not asked for. */
    public Set<AclOperation> authorizedOperations() {
        return authorizedOperations;
    }

    public Uuid topicId() {
        return topicId;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicDescription that
                && Objects.equals(name, that.name)
                && internal == that.internal
                && Objects.equals(partitions, that.partitions)
                && Objects.equals(authorizedOperations, that.authorizedOperations)
                && Objects.equals(topicId, that.topicId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, internal, partitions, authorizedOperations, topicId);
    }

    @Override
    public String toString() {
        return "TopicDescription(name="
                + name
                + ", internal="
                + internal
                + ", partitions="
                + partitions
                + ", authorizedOperations="
                + authorizedOperations
                + ", topicId="
                + topicId
                + ")";
    }
}
