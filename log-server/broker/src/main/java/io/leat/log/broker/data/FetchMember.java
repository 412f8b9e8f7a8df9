package io.leat.log.broker.data;

import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import org.jspecify.annotations.Nullable;

/**
 * A partition that somebody fetches, and what he was last told of it. Owned by the loop of his
 * connection.
 */
final class FetchMember {

    private final String topic;
    private final Uuid topicId;
    private FetchRequest.Partition wanted;
    private @Nullable FetchWatch watch;
    private boolean told;
    private long highWatermark;
    private long logStart;

    /** Whether something happened to it since it was looked at. */
    private boolean stirred;

    FetchMember(String topic, Uuid topicId, FetchRequest.Partition wanted) {
        this.topic = topic;
        this.topicId = topicId;
        this.wanted = wanted;
    }

    String topic() {
        return topic;
    }

    Uuid topicId() {
        return topicId;
    }

    boolean isOfTopic(FetchMember other) {
        return topicId.equals(other.topicId) && topic.equals(other.topic);
    }

    FetchRequest.Partition wanted() {
        return wanted;
    }

    void want(FetchRequest.Partition next) {
        wanted = next;
    }

    @Nullable FetchWatch watch() {
        return watch;
    }

    /** Replaces the watch; the one before ends. */
    void watch(@Nullable FetchWatch next) {
        FetchWatch before = watch;
        watch = next;
        if (before != null) {
            PartitionRef ref = before.ref();
            ref.post(partition -> before.end());
        }
    }

    void stir() {
        stirred = true;
    }

    /** It is about to be looked at: what happened before will be in the result. */
    void calm() {
        stirred = false;
    }

    /** Whether the reader was told of it, but not of this high watermark or this start. */
    boolean isNews(FetchedPartition fetched) {
        return told && (highWatermark != fetched.highWatermark() || logStart != fetched.logStart());
    }

    /** Whether there is something about it that the reader was not told. */
    boolean isToTell(FetchedPartition fetched) {
        return !told
                || fetched.error() != ErrorCode.NONE
                || fetched.bytes() > 0
                || fetched.diverging() != null
                || fetched.preferredReplica() >= 0
                || highWatermark != fetched.highWatermark()
                || logStart != fetched.logStart();
    }

    /** The reader is told what was fetched. */
    void tell(FetchedPartition fetched) {
        // A follower whose log parted takes nothing but that from the answer.
        told = fetched.error() == ErrorCode.NONE && fetched.diverging() == null;
        highWatermark = fetched.highWatermark();
        logStart = fetched.logStart();
    }

    /**
     * Whether nobody has to look at it before something happens: it has nothing to read, and
     * nothing happened since.
     */
    boolean isSettled(FetchedPartition fetched) {
        return !stirred
                && fetched.error() == ErrorCode.NONE
                && fetched.bytes() == 0
                && fetched.diverging() == null
                && fetched.preferredReplica() < 0
                && wanted.fetchOffset() >= fetched.bound()
                && !fetched.joining();
    }
}
