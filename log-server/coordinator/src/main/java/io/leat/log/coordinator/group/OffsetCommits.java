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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides OffsetCommit and TxnOffsetCommit requests. Owned by the shard's loop. */
final class OffsetCommits {

    private final GroupTable groups;
    private final Supplier<TopicCatalog> topics;
    private final GroupSettings settings;

    OffsetCommits(GroupTable groups, Supplier<TopicCatalog> topics, GroupSettings settings) {
        this.groups = groups;
        this.topics = topics;
        this.settings = settings;
    }

    /** Topics are named: the handler has looked up the ids of version 10. */
    Decision<GroupRecord> commit(
            OffsetCommitRequest request,
            int apiVersion,
            Promise<OffsetCommitResponse> promise,
            Moment now) {
        OffsetCommitter committer =
                new OffsetCommitter(
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationIdOrMemberEpoch(),
                        false,
                        apiVersion);
        OffsetRule rule = rule(request.groupId(), committer, now);
        long expiry =
                request.retentionTimeMs() < 0 ? -1 : now.epochMillis() + request.retentionTimeMs();
        Decision<GroupRecord> out = Decision.none();
        List<OffsetCommitResponse.Topic> topics = new ArrayList<>();
        for (OffsetCommitRequest.Topic topic : request.topics()) {
            List<OffsetCommitResponse.Partition> results = new ArrayList<>();
            for (OffsetCommitRequest.Partition p : topic.partitions()) {
                ErrorCode error =
                        refused(
                                rule.check(topic.topicId(), p.partitionIndex()),
                                p.committedMetadata());
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
        OffsetCommitter committer =
                new OffsetCommitter(
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationId(),
                        true,
                        0);
        OffsetRule rule = rule(request.groupId(), committer, now);
        Decision<GroupRecord> out =
                Decision.<GroupRecord>none()
                        .inTransaction(
                                new ProducerIdentity(request.producerId(), request.producerEpoch()),
                                guard);
        TopicCatalog catalog = topics.get();
        List<TxnOffsetCommitResponse.Topic> answers = new ArrayList<>();
        for (TxnOffsetCommitRequest.Topic topic : request.topics()) {
            Uuid id = catalog.id(topic.name());
            Uuid topicId = id == null ? Uuid.ZERO : id;
            List<TxnOffsetCommitResponse.Partition> results = new ArrayList<>();
            for (TxnOffsetCommitRequest.Partition p : topic.partitions()) {
                ErrorCode error =
                        refused(rule.check(topicId, p.partitionIndex()), p.committedMetadata());
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
            answers.add(new TxnOffsetCommitResponse.Topic(topic.name(), results));
        }
        return out.andAnswer(promise, TxnOffsetCommitResponse.builder().topics(answers).build());
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

    private OffsetRule rule(String groupId, OffsetCommitter committer, Moment now) {
        Group group = groups.get(groupId);
        if (group != null) {
            return group.commitRule(committer, now);
        }
        boolean member =
                committer.epoch() >= 0 && !(committer.transactional() && committer.isAnonymous());
        return OffsetRule.always(member ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.NONE);
    }
}
