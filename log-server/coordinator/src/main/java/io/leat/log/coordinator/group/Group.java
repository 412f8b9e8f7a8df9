package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.protocol.ErrorCode;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A group of some kind, under its id. Owned by the shard's loop. */
public interface Group {

    String id();

    GroupKind kind();

    /** What its members call their protocol; empty if nobody has said so yet. */
    String protocolType();

    /** The state as the admin protocol writes it. */
    String stateLabel();

    /** Whether it has no members. */
    boolean isEmpty();

    /** How many members it has. */
    int memberCount();

    /** The topics some member reads; null if that cannot be told. */
    @Nullable Set<String> subscribedTopics();

    /** What a commit of {@code committer} gets, asked once for a whole request. */
    OffsetRule commitRule(OffsetCommitter committer, Moment now);

    /** What a member gets that fetches offsets; nobody in particular has a null id. */
    ErrorCode checkFetch(@Nullable String memberId, int memberEpoch);

    /** What somebody gets who deletes offsets while the group has members. */
    ErrorCode checkOffsetDeletion();

    /** Whether it is removed once it has no members and no offsets. */
    default boolean expires() {
        return true;
    }

    /** Which topics nobody reads, so that their offsets may expire. */
    default Predicate<String> unreadTopics() {
        Set<String> read = subscribedTopics();
        return topic -> read != null && !read.contains(topic);
    }

    /** Since when it is empty, by the wall clock; -1 if the time of each commit counts instead. */
    default long emptySinceMs() {
        return -1;
    }

    /** Adds the records after which the group is not there. */
    void remove(Decision<GroupRecord> out);
}
