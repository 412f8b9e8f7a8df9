package io.leat.clients.consumer;

import java.util.Objects;
import java.util.Optional;

/** A consumer's place in its group, as a transactional producer passes it on. Immutable. */
public class ConsumerGroupMetadata {

    private final String groupId;
    private final int generationId;
    private final String memberId;
    private final Optional<String> groupInstanceId;

    /** A member of a generation. */
    public ConsumerGroupMetadata(
            String groupId, int generationId, String memberId, Optional<String> groupInstanceId) {
        this.groupId = Objects.requireNonNull(groupId, "group.id is null");
        this.generationId = generationId;
        this.memberId = Objects.requireNonNull(memberId, "member.id is null");
        this.groupInstanceId = Objects.requireNonNull(groupInstanceId, "group.instance.id is null");
    }

    /** A group without membership: offsets are committed without fencing. */
    @Deprecated
    public ConsumerGroupMetadata(String groupId) {
        this(groupId, -1, "", Optional.empty());
    }

    public String groupId() {
        return groupId;
    }

    /** Generation of the group, or -1 before the first join. */
    public int generationId() {
        return generationId;
    }

    /** Name the coordinator gave, empty before the first join. */
    public String memberId() {
        return memberId;
    }

    public Optional<String> groupInstanceId() {
        return groupInstanceId;
    }

    @Override
    public String toString() {
        return "ConsumerGroupMetadata(groupId="
                + groupId
                + ", generationId="
                + generationId
                + ", memberId="
                + memberId
                + ", groupInstanceId="
                + groupInstanceId.orElse("")
                + ")";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsumerGroupMetadata that
                && generationId == that.generationId
                && groupId.equals(that.groupId)
                && memberId.equals(that.memberId)
                && groupInstanceId.equals(that.groupInstanceId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(groupId, generationId, memberId, groupInstanceId);
    }
}
