package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.GroupRecord.GroupRemoved;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.GroupMetadataValue;
import io.leat.log.protocol.message.GroupMetadataValue.MemberMetadata;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.SyncGroupResponse;
import io.leat.log.runtime.BugException;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.Timer;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A group whose members agree on an assignment among themselves: the coordinator keeps the list,
 * picks a leader and hands out what the leader decided. Owned by the shard's loop.
 *
 * <p>Membership is volatile between two generations, as clients expect: who loses the coordinator
 * joins again. What is durable is {@link #saved}, the last complete generation.
 */
public final class ClassicGroup implements Group {

    private final String id;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, String> staticMembers = new HashMap<>();
    private final Map<String, Timer> pending = new HashMap<>();
    private final Set<String> unsynced = new LinkedHashSet<>();

    private GroupState state = GroupState.EMPTY;
    private GroupState stateBefore = GroupState.EMPTY;
    private long stateTimestampMs;
    private int generation;
    private String protocolType = "";
    private @Nullable String protocol;
    private @Nullable String leaderId;
    private @Nullable GroupMetadataValue saved;
    private @Nullable Timer joinTimer;
    private @Nullable Timer syncTimer;
    private boolean newcomer;

    /** The most members of any generation since the group began from nothing. */
    private int strength;

    ClassicGroup(String id, long nowEpochMs) {
        this.id = id;
        this.stateTimestampMs = nowEpochMs;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public GroupKind kind() {
        return GroupKind.CLASSIC;
    }

    @Override
    public String stateLabel() {
        return state.label();
    }

    @Override
    public boolean isEmpty() {
        return state == GroupState.EMPTY;
    }

    @Override
    public @Nullable Set<String> subscribedTopics() {
        return isEmpty() ? Set.of() : Subscriptions.topics(this);
    }

    @Override
    public OffsetRule commitRule(OffsetCommitter committer, Moment now) {
        return OffsetRule.always(checkCommit(committer, now));
    }

    private ErrorCode checkCommit(OffsetCommitter committer, Moment now) {
        // Before version 3 a transactional commit does not say who it is from.
        if (committer.transactional() && committer.isAnonymous()) {
            return ErrorCode.NONE;
        }
        if (committer.epoch() < 0 && is(GroupState.EMPTY)) {
            return ErrorCode.NONE;
        }
        if (committer.isAnonymous()) {
            return ErrorCode.UNKNOWN_MEMBER_ID;
        }
        ErrorCode error =
                Membership.check(
                        this, committer.memberId(), committer.instanceId(), committer.epoch());
        if (error != ErrorCode.NONE || committer.transactional()) {
            return error;
        }
        if (is(GroupState.COMPLETING_REBALANCE)) {
            return ErrorCode.REBALANCE_IN_PROGRESS;
        }
        Member member = members.get(committer.memberId());
        if (member != null) {
            Sessions.alive(member, now);
        }
        return ErrorCode.NONE;
    }

    /** Any client may ask: the protocol has no member epochs. */
    @Override
    public ErrorCode checkFetch(@Nullable String memberId, int memberEpoch) {
        return ErrorCode.NONE;
    }

    @Override
    public ErrorCode checkOffsetDeletion() {
        boolean deletable = is(GroupState.EMPTY) || Subscriptions.CONSUMER.equals(protocolType);
        return deletable ? ErrorCode.NONE : ErrorCode.NON_EMPTY_GROUP;
    }

    @Override
    public boolean expires() {
        return !hasPending();
    }

    /** While members join, nobody can tell what they will read. */
    @Override
    public Predicate<String> unreadTopics() {
        if (isEmpty() || protocolType.isEmpty()) {
            return topic -> true;
        }
        Set<String> read = is(GroupState.STABLE) ? subscribedTopics() : null;
        return topic -> read != null && !read.contains(topic);
    }

    /** What never had members has no time of its own: that of each commit counts. */
    @Override
    public long emptySinceMs() {
        return isEmpty() && !protocolType.isEmpty() ? stateTimestampMs : -1;
    }

    @Override
    public void remove(Decision<GroupRecord> out) {
        out.append(new GroupRemoved(id));
    }

    GroupState state() {
        return state;
    }

    boolean is(GroupState state) {
        return this.state == state;
    }

    /** The state before the present one: an initial rebalance comes from EMPTY. */
    GroupState stateBefore() {
        return stateBefore;
    }

    void become(GroupState next, long nowEpochMs) {
        Check.that(state.mayBecome(next), "group %s: %s to %s", id, state, next);
        stateBefore = state;
        state = next;
        stateTimestampMs = nowEpochMs;
    }

    /** When the state last changed, by the wall clock. */
    long stateTimestampMs() {
        return stateTimestampMs;
    }

    public int generation() {
        return generation;
    }

    @Override
    public String protocolType() {
        return protocolType;
    }

    @Nullable String protocol() {
        return protocol;
    }

    /** The id of the leader, empty while there is none. */
    String leaderId() {
        return leaderId == null ? "" : leaderId;
    }

    boolean isLeader(Member member) {
        return member.id().equals(leaderId);
    }

    /** The last generation in the log, null if none was completed yet. */
    @Nullable GroupMetadataValue saved() {
        return saved;
    }

    void saved(GroupMetadataValue value) {
        saved = value;
    }

    @Override
    public int memberCount() {
        return members.size();
    }

    Collection<Member> members() {
        return Collections.unmodifiableCollection(members.values());
    }

    @Nullable Member member(String memberId) {
        return members.get(memberId);
    }

    /** The member id that holds a static membership, or null. */
    @Nullable String staticMember(String instanceId) {
        return staticMembers.get(instanceId);
    }

    int size() {
        return members.size() + pending.size();
    }

    void add(Member member, String protocolType) {
        if (members.isEmpty()) {
            this.protocolType = protocolType;
        }
        members.put(member.id(), member);
        if (member.instanceId() != null) {
            staticMembers.put(member.instanceId(), member.id());
        }
        if (leaderId == null) {
            leaderId = member.id();
        }
        dropPending(member.id());
    }

    void remove(Member member) {
        members.remove(member.id());
        unsynced.remove(member.id());
        member.sessionTimer(null);
        if (member.instanceId() != null) {
            staticMembers.remove(member.instanceId(), member.id());
        }
        if (isLeader(member)) {
            leaderId = members.isEmpty() ? null : members.keySet().iterator().next();
        }
    }

    /** Gives a static member's new process what its old one had. */
    void inherit(Member fresh, boolean led, boolean wasUnsynced) {
        if (led) {
            leaderId = fresh.id();
        }
        if (wasUnsynced) {
            unsynced.add(fresh.id());
        }
    }

    void addPending(String memberId, Timer expiry) {
        pending.put(memberId, expiry);
    }

    boolean isPending(String memberId) {
        return pending.containsKey(memberId);
    }

    /** Whether {@code memberId} was handed out and not used; now it is forgotten. */
    boolean dropPending(String memberId) {
        Timer expiry = pending.remove(memberId);
        if (expiry != null) {
            expiry.cancel();
        }
        return expiry != null;
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    boolean hasAllJoined() {
        return pending.isEmpty() && members.values().stream().allMatch(Member::isJoining);
    }

    /** Makes a member that joined the leader, unless it is one; false if nobody joined. */
    boolean electJoinedLeader() {
        Member leader = leaderId == null ? null : members.get(leaderId);
        if (leader != null && leader.isJoining()) {
            return true;
        }
        for (Member member : members.values()) {
            if (member.isJoining()) {
                leaderId = member.id();
                return true;
            }
        }
        return false;
    }

    /** The longest time any member may take to join again. */
    int rebalanceTimeoutMs() {
        return members.values().stream().mapToInt(m -> m.timeouts().rebalanceMs()).max().orElse(0);
    }

    /** Whether somebody with these protocols could become a member. */
    boolean accepts(String type, List<JoinGroupRequest.Protocol> protocols) {
        if (type.isEmpty() || protocols.isEmpty()) {
            return false;
        }
        if (members.isEmpty()) {
            return true;
        }
        Set<String> candidates = candidates();
        return protocolType.equals(type)
                && protocols.stream().anyMatch(p -> candidates.contains(p.name()));
    }

    private Set<String> candidates() {
        Set<String> common = null;
        for (Member member : members.values()) {
            if (common == null) {
                common = new LinkedHashSet<>(member.protocolNames());
            } else {
                common.retainAll(member.protocolNames());
            }
        }
        return common == null ? Set.of() : common;
    }

    /** The protocol most members like best among those that all support. */
    String electProtocol() {
        Set<String> candidates = candidates();
        Map<String, Integer> votes = new LinkedHashMap<>();
        for (Member member : members.values()) {
            String vote = member.vote(candidates);
            Check.that(vote != null, "group %s: a member supports no common protocol", id);
            votes.merge(vote, 1, Integer::sum);
        }
        return Collections.max(votes.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** Begins the next generation: of those who joined, or of nobody. */
    void nextGeneration() {
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        protocol = members.isEmpty() ? null : electProtocol();
        unsynced.clear();
        if (stateBefore == GroupState.EMPTY) {
            strength = members.size();
        } else {
            strength = Math.max(strength, members.size());
        }
    }

    /** Whether as many have joined as were here before all of them left. */
    boolean isBackInStrength() {
        return strength > 0 && members.size() >= strength && hasAllJoined();
    }

    Set<String> unsynced() {
        return unsynced;
    }

    void joinTimer(@Nullable Timer timer) {
        if (joinTimer != null) {
            joinTimer.cancel();
        }
        joinTimer = timer;
    }

    void syncTimer(@Nullable Timer timer) {
        if (syncTimer != null) {
            syncTimer.cancel();
        }
        syncTimer = timer;
    }

    /** Notes that somebody joined an initial rebalance: it waits longer. */
    void newcomer(boolean newcomer) {
        this.newcomer = newcomer;
    }

    boolean newcomer() {
        return newcomer;
    }

    /** All members, as a group of another kind takes them. */
    public List<ClassicSeat> seats() {
        String common = protocol != null ? protocol : members.isEmpty() ? "" : electProtocol();
        return members.values().stream().map(member -> ClassicSeat.of(member, common)).toList();
    }

    /** Tells members that wait for a join or an assignment that there will be none here. */
    public void refuseWaiting(ErrorCode error, Decision<GroupRecord> out) {
        for (Member member : members.values()) {
            Promise<JoinGroupResponse> joining = member.takeJoining();
            if (joining != null) {
                out.andAnswer(joining, Joins.refusal(error, member.id()));
            }
            Promise<SyncGroupResponse> syncing = member.takeSyncing();
            if (syncing != null) {
                out.andAnswer(syncing, Syncs.refusal(error));
            }
        }
    }

    /** It is not there any more: nothing it waited for happens. */
    void dissolve() {
        joinTimer(null);
        syncTimer(null);
        members.values().forEach(member -> member.sessionTimer(null));
        pending.values().forEach(Timer::cancel);
        pending.clear();
    }

    /** What is saved of this generation under {@code assignments}. */
    GroupMetadataValue snapshot(Map<String, ByteBuffer> assignments) {
        return GroupMetadataValue.builder()
                .protocolType(protocolType)
                .generation(generation)
                .protocol(protocol)
                .leader(leaderId)
                .currentStateTimestamp(stateTimestampMs)
                .members(members.values().stream().map(m -> snapshot(m, assignments)).toList())
                .build();
    }

    private MemberMetadata snapshot(Member member, Map<String, ByteBuffer> assignments) {
        return MemberMetadata.builder()
                .memberId(member.id())
                .groupInstanceId(member.instanceId())
                .clientId(member.client().id())
                .clientHost(member.client().host())
                .rebalanceTimeout(member.timeouts().rebalanceMs())
                .sessionTimeout(member.timeouts().sessionMs())
                .subscription(member.metadata(protocol))
                .assignment(assignments.getOrDefault(member.id(), OwnedBytes.EMPTY))
                .build();
    }

    /** Takes the saved generation as the present one, after the log was loaded. */
    void restore() {
        GroupMetadataValue value = saved;
        if (value == null || !members.isEmpty()) {
            throw new BugException("group " + id + " cannot be restored");
        }
        generation = value.generation();
        protocolType = value.protocolType();
        protocol = value.protocol();
        for (MemberMetadata each : value.members()) {
            Member member = Member.restored(each, value.protocol() == null ? "" : value.protocol());
            add(member, protocolType);
        }
        leaderId = value.leader();
        strength = members.size();
        state = members.isEmpty() ? GroupState.EMPTY : GroupState.STABLE;
        stateTimestampMs = Math.max(0, value.currentStateTimestamp());
    }
}
