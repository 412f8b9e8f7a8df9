package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.TransactionGuard;
import io.leat.log.coordinator.group.GroupRecord.OffsetSaved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides OffsetCommit and TxnOffsetCommit requests. Owned by the shard's loop. */
final class OffsetCommits {

    private final GroupTable groups;
    private final Sessions sessions;
    private final GroupSettings settings;

    OffsetCommits(GroupTable groups, Sessions sessions, GroupSettings settings) {
        this.groups = groups;
        this.sessions = sessions;
        this.settings = settings;
    }

    /** Topics are named: the handler has looked up the ids of version 10. */
    Decision<GroupRecord> commit(
            OffsetCommitRequest request, Promise<OffsetCommitResponse> promise, Moment now) {
        Committer committer =
                new Committer(
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationIdOrMemberEpoch());
        ErrorCode refused = check(request.groupId(), committer, now);
        long expiry =
                request.retentionTimeMs() < 0 ? -1 : now.epochMillis() + request.retentionTimeMs();
        Decision<GroupRecord> out = Decision.none();
        List<OffsetCommitResponse.Topic> topics = new ArrayList<>();
        for (OffsetCommitRequest.Topic topic : request.topics()) {
            List<OffsetCommitResponse.Partition> results = new ArrayList<>();
            for (OffsetCommitRequest.Partition p : topic.partitions()) {
                ErrorCode error = refused(refused, p.committedMetadata());
                results.add(new OffsetCommitResponse.Partition(p.partitionIndex(), error));
                if (error == ErrorCode.NONE) {
                    out.append(
                            new OffsetSaved(
                                    request.groupId(),
                                    new TopicPartition(topic.name(), p.partitionIndex()),
                                    new CommittedOffset(
                                            p.committedOffset(),
                                            p.committedLeaderEpoch(),
                                            orEmpty(p.committedMetadata()),
                                            now.epochMillis(),
                                            expiry,
                                            topic.topicId())));
                }
            }
            topics.add(new OffsetCommitResponse.Topic(topic.name(), topic.topicId(), results));
        }
        return out.andAnswer(promise, OffsetCommitResponse.builder().topics(topics).build());
    }

    /**
     * The offsets stay pending until the transaction's marker reaches this partition (KIP-447).
     *
     * @param guard what the verification of the producer left, if there was one
     */
    Decision<GroupRecord> commitInTransaction(
            TxnOffsetCommitRequest request,
            @Nullable TransactionGuard guard,
            Promise<TxnOffsetCommitResponse> promise,
            Moment now) {
        Committer committer =
                new Committer(
                        request.memberId(), request.groupInstanceId(), request.generationId());
        ErrorCode refused = checkInTransaction(request.groupId(), committer);
        Decision<GroupRecord> out =
                Decision.<GroupRecord>none()
                        .inTransaction(
                                new ProducerIdentity(request.producerId(), request.producerEpoch()),
                                guard);
        List<TxnOffsetCommitResponse.Topic> topics = new ArrayList<>();
        for (TxnOffsetCommitRequest.Topic topic : request.topics()) {
            List<TxnOffsetCommitResponse.Partition> results = new ArrayList<>();
            for (TxnOffsetCommitRequest.Partition p : topic.partitions()) {
                ErrorCode error = refused(refused, p.committedMetadata());
                results.add(new TxnOffsetCommitResponse.Partition(p.partitionIndex(), error));
                if (error == ErrorCode.NONE) {
                    out.append(
                            new OffsetSaved(
                                    request.groupId(),
                                    new TopicPartition(topic.name(), p.partitionIndex()),
                                    new CommittedOffset(
                                            p.committedOffset(),
                                            p.committedLeaderEpoch(),
                                            orEmpty(p.committedMetadata()),
                                            now.epochMillis(),
                                            -1,
                                            Uuid.ZERO)));
                }
            }
            topics.add(new TxnOffsetCommitResponse.Topic(topic.name(), results));
        }
        return out.andAnswer(promise, TxnOffsetCommitResponse.builder().topics(topics).build());
    }

    private ErrorCode refused(ErrorCode all, @Nullable String metadata) {
        if (all == ErrorCode.NONE
                && metadata != null
                && metadata.length() > settings.offsetMetadataMaxBytes()) {
            return ErrorCode.OFFSET_METADATA_TOO_LARGE;
        }
        return all;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Who commits: a member in a generation, or nobody in particular. */
    private record Committer(String memberId, @Nullable String instanceId, int generation) {

        boolean isAnonymous() {
            return generation < 0 && memberId.isEmpty() && instanceId == null;
        }
    }

    private ErrorCode check(String groupId, Committer committer, Moment now) {
        ClassicGroup group = groups.get(groupId);
        if (group == null) {
            return committer.generation < 0 ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
        }
        if (committer.generation < 0 && group.is(GroupState.EMPTY)) {
            return ErrorCode.NONE;
        }
        if (committer.isAnonymous()) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        ErrorCode error =
                Membership.check(
                        group, committer.memberId, committer.instanceId, committer.generation);
        if (error != ErrorCode.NONE) {
            return error;
        }
        if (group.is(GroupState.COMPLETING_REBALANCE)) {
            return ErrorCode.REBALANCE_IN_PROGRESS;
        }
        Member member = group.member(committer.memberId);
        if (member != null) {
            sessions.alive(member, now);
        }
        return ErrorCode.NONE;
    }

    /** Before version 3 a transactional commit does not say who it is from. */
    private ErrorCode checkInTransaction(String groupId, Committer committer) {
        ClassicGroup group = groups.get(groupId);
        if (committer.isAnonymous()) {
            return ErrorCode.NONE;
        }
        if (group == null) {
            return committer.generation < 0 ? ErrorCode.NONE : ErrorCode.ILLEGAL_GENERATION;
        }
        if (committer.generation < 0 && group.is(GroupState.EMPTY)) {
            return ErrorCode.NONE;
        }
        return Membership.check(
                group, committer.memberId, committer.instanceId, committer.generation);
    }
}
