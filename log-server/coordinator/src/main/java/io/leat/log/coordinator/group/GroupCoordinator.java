package io.leat.log.coordinator.group;

import io.leat.log.coordinator.CoordinatorShard;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.TransactionGuard;
import io.leat.log.coordinator.group.GroupRecord.GroupRemoved;
import io.leat.log.coordinator.group.GroupRecord.GroupSaved;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import io.leat.log.coordinator.group.GroupRecord.OffsetRemoved;
import io.leat.log.coordinator.group.GroupRecord.OffsetSaved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.LeaveGroupRequest;
import io.leat.log.protocol.message.LeaveGroupResponse;
import io.leat.log.protocol.message.ListGroupsResponse.ListedGroup;
import io.leat.log.protocol.message.OffsetCommitRequest;
import io.leat.log.protocol.message.OffsetCommitResponse;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import io.leat.log.protocol.message.OffsetDeleteResponse;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.protocol.message.OffsetFetchResponse;
import io.leat.log.protocol.message.SyncGroupRequest;
import io.leat.log.protocol.message.SyncGroupResponse;
import io.leat.log.protocol.message.TxnOffsetCommitRequest;
import io.leat.log.protocol.message.TxnOffsetCommitResponse;
import io.leat.log.runtime.Entropy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The groups of one partition of {@code __consumer_offsets}. Owned by the loop of that partition;
 * its requests are called through {@link io.leat.log.coordinator.CoordinatorPartition#decide}.
 *
 * <p>Durable are the committed offsets and the last complete generation of each group. Who is
 * joining right now is volatile.
 */
public final class GroupCoordinator implements CoordinatorShard<GroupRecord> {

    private final GroupTable groups = new GroupTable();
    private final OffsetStore offsets = new OffsetStore();
    private final GroupParts parts;
    private final Timers<GroupRecord> timers;
    private final GroupSettings settings;
    private final Rebalancer rebalancer;
    private final Joins joins;
    private final Syncs syncs;
    private final Leaves leaves;
    private final OffsetCommits commits;
    private final OffsetQueries queries;
    private final GroupAdmin admin;
    private final OffsetExpiry expiry;
    private boolean live;

    /** With classic groups only. */
    public GroupCoordinator(Timers<GroupRecord> timers, Entropy entropy, GroupSettings settings) {
        this(timers, entropy, () -> TopicCatalog.EMPTY, settings, List.of());
    }

    /**
     * @param topics the topics as they are whenever it is called
     * @param factories of the groups of other kinds
     */
    public GroupCoordinator(
            Timers<GroupRecord> timers,
            Entropy entropy,
            Supplier<TopicCatalog> topics,
            GroupSettings settings,
            List<GroupPart.Factory> factories) {
        this.timers = timers;
        this.settings = settings;
        GroupPart.Surroundings surroundings =
                new GroupPart.Surroundings(groups, offsets, timers, entropy, topics, settings);
        this.parts = GroupParts.of(surroundings, factories);
        this.rebalancer = new Rebalancer(timers, settings);
        this.joins = new Joins(groups, rebalancer, timers, entropy, settings);
        this.syncs = new Syncs(groups, rebalancer);
        this.leaves = new Leaves(groups, rebalancer);
        this.commits = new OffsetCommits(groups, topics, settings);
        this.queries = new OffsetQueries(groups, offsets);
        this.admin = new GroupAdmin(groups, offsets);
        this.expiry = new OffsetExpiry(groups, offsets, settings.offsetRetentionMs());
    }

    public Decision<GroupRecord> join(
            JoinGroupRequest request,
            JoinContext context,
            Promise<JoinGroupResponse> promise,
            Moment now) {
        Group group = groups.get(request.groupId());
        if (group == null || group.kind() == GroupKind.CLASSIC) {
            return joins.join(request, context, promise, now);
        }
        if (!group.isEmpty() || group.kind() == GroupKind.SHARE) {
            return parts.classicProtocol(group).join(request, context, promise, now);
        }
        // A group without members becomes one of the kind of its next member.
        Decision<GroupRecord> out = Decision.none();
        group.remove(out);
        groups.remove(group.id());
        return out.and(joins.join(request, context, promise, now));
    }

    public Decision<GroupRecord> sync(
            SyncGroupRequest request, Promise<SyncGroupResponse> promise, Moment now) {
        ClassicProtocol other = parts.otherThanClassic(groups.get(request.groupId()));
        return other == null
                ? syncs.sync(request, promise, now)
                : other.sync(request, promise, now);
    }

    public Decision<GroupRecord> heartbeat(
            HeartbeatRequest request, Promise<HeartbeatResponse> promise, Moment now) {
        ClassicProtocol other = parts.otherThanClassic(groups.get(request.groupId()));
        return other == null
                ? leaves.heartbeat(request, promise, now)
                : other.heartbeat(request, promise, now);
    }

    /** Before version 3 the request names one member: put it into the list of members. */
    public Decision<GroupRecord> leave(
            LeaveGroupRequest request, Promise<LeaveGroupResponse> promise, Moment now) {
        ClassicProtocol other = parts.otherThanClassic(groups.get(request.groupId()));
        return other == null
                ? leaves.leave(request, promise, now)
                : other.leave(request, promise, now);
    }

    /** Topics need their names: look up the ids of version 10 first. */
    public Decision<GroupRecord> commit(
            OffsetCommitRequest request,
            int apiVersion,
            Promise<OffsetCommitResponse> promise,
            Moment now) {
        return commits.commit(request, apiVersion, promise, now);
    }

    /** After the producer was verified by {@code CoordinatorLog.verify}, which left the guard. */
    public Decision<GroupRecord> commitInTransaction(
            TxnOffsetCommitRequest request,
            @Nullable TransactionGuard guard,
            Promise<TxnOffsetCommitResponse> promise,
            Moment now) {
        return commits.commitInTransaction(request, guard, promise, now);
    }

    /** One group of an OffsetFetch, in the shape of version 8 and with topic names. */
    public Decision<GroupRecord> fetch(
            OffsetFetchRequest.Group request,
            boolean requireStable,
            Promise<OffsetFetchResponse.Group> promise) {
        return Decision.answer(promise, queries.fetch(request, requireStable));
    }

    public Decision<GroupRecord> deleteOffsets(
            OffsetDeleteRequest request, Promise<OffsetDeleteResponse> promise) {
        return admin.deleteOffsets(request, promise);
    }

    /** Topics were deleted: a later topic of the same name starts without offsets. */
    public Decision<GroupRecord> forgetTopics(Set<String> topics) {
        return admin.forget(topics);
    }

    public Decision<GroupRecord> delete(String groupId, Promise<ErrorCode> promise) {
        return admin.delete(groupId, promise);
    }

    public Decision<GroupRecord> describe(String groupId, Promise<DescribedGroup> promise) {
        return Decision.answer(promise, admin.describe(groupId));
    }

    /** What is counted about each group. */
    public Decision<GroupRecord> summarize(Promise<List<GroupSummary>> promise) {
        return Decision.answer(promise, admin.summarize());
    }

    public Decision<GroupRecord> list(
            List<String> states, List<String> types, Promise<List<ListedGroup>> promise) {
        return Decision.answer(promise, admin.list(states, types));
    }

    @Override
    public void apply(long offset, @Nullable ProducerIdentity producer, GroupRecord record) {
        if (record instanceof OffsetSaved saved) {
            offsets.apply(offset, producer, saved);
        } else if (record instanceof OffsetRemoved removed) {
            offsets.apply(removed);
        } else if (record instanceof GroupSaved saved) {
            applySaved(saved);
        } else if (record instanceof GroupRemoved removed) {
            removeClassic(removed.groupId());
        } else if (record instanceof Kept kept) {
            parts.apply(kept);
        }
    }

    private void applySaved(GroupSaved saved) {
        ClassicGroup known = groups.classic(saved.groupId());
        ClassicGroup group = known == null ? groups.createClassic(saved.groupId(), 0) : known;
        group.saved(saved.value());
        if (live && known != null) {
            Syncs.applied(group, saved.value());
        } else if (live) {
            // The group was of another kind, and its members are to agree among themselves again.
            group.restore();
            timers.schedule(0, now -> rebalance(group, now));
        }
    }

    private Decision<GroupRecord> rebalance(ClassicGroup group, Moment now) {
        Decision<GroupRecord> out = Decision.none();
        group.members().forEach(member -> rebalancer.sessions().watch(group, member, now));
        rebalancer.prepare(group, "the group was of another kind", now, out);
        return out;
    }

    private void removeClassic(String groupId) {
        ClassicGroup group = groups.classic(groupId);
        if (group != null) {
            group.dissolve();
            groups.remove(groupId);
        }
    }

    /** The part of that type: where requests to groups of its kind are decided. */
    public <P extends GroupPart> P part(Class<P> type) {
        return parts.get(type);
    }

    @Override
    public void applyMarker(long offset, ProducerIdentity producer, boolean commit) {
        offsets.applyMarker(producer, commit);
    }

    /** Members of the last generation have one session timeout to be heard of. */
    @Override
    public void loaded(Moment now) {
        for (ClassicGroup group : groups.allClassic()) {
            group.restore();
            group.members().forEach(member -> rebalancer.sessions().watch(group, member, now));
        }
        parts.loaded(now);
        live = true;
        expireLater();
    }

    private void expireLater() {
        timers.schedule(
                settings.retentionCheckIntervalMs(),
                now -> {
                    expireLater();
                    return expiry.expire(now.epochMillis());
                });
    }

    @Override
    public void unloaded(ErrorCode error) {
        for (ClassicGroup group : groups.allClassic()) {
            for (Member member : List.copyOf(group.members())) {
                Promise<JoinGroupResponse> joining = member.takeJoining();
                if (joining != null) {
                    joining.refuse(error);
                }
                Promise<SyncGroupResponse> syncing = member.takeSyncing();
                if (syncing != null) {
                    syncing.refuse(error);
                }
            }
        }
    }

    /** The durable state, to compare: what is live must equal what a reload gives. */
    Object durable() {
        Map<String, GroupMetadataValue> saved = new HashMap<>();
        for (ClassicGroup group : groups.allClassic()) {
            GroupMetadataValue value = group.saved();
            if (value != null) {
                saved.put(group.id(), value);
            }
        }
        return List.of(saved, offsets, parts.durable());
    }
}
