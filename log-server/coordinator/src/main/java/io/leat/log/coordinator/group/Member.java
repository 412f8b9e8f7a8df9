package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Promise;
import io.leat.log.protocol.message.ConsumerGroupMemberMetadataValue.ClassicProtocol;
import io.leat.log.protocol.message.GroupMetadataValue.MemberMetadata;
import io.leat.log.protocol.message.JoinGroupRequest;
import io.leat.log.protocol.message.JoinGroupResponse;
import io.leat.log.protocol.message.SyncGroupResponse;
import io.leat.log.runtime.Timer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One member of a classic group. Owned by the shard's loop; volatile: after a failover it is made
 * anew from the last saved generation.
 */
final class Member {

    /** What a client says about itself besides its request. */
    record Client(String id, String host) {}

    /** How long a member may be silent, and how long it may take to join again. */
    record Timeouts(int sessionMs, int rebalanceMs) {}

    private final String id;
    private final @Nullable String instanceId;
    private final Client client;

    private Timeouts timeouts;
    private List<JoinGroupRequest.Protocol> protocols;
    private ByteBuffer assignment = OwnedBytes.EMPTY;

    /** True until it got the answer to its first join. */
    private boolean isNew = true;

    private long deadlineMs;
    private @Nullable Timer sessionTimer;
    private @Nullable Promise<JoinGroupResponse> joining;
    private @Nullable Promise<SyncGroupResponse> syncing;

    Member(
            String id,
            @Nullable String instanceId,
            Client client,
            Timeouts timeouts,
            List<JoinGroupRequest.Protocol> protocols) {
        this.id = id;
        this.instanceId = instanceId;
        this.client = client;
        this.timeouts = timeouts;
        this.protocols = owned(protocols);
    }

    /** The member as it was saved; it supported at least {@code protocol}. */
    static Member restored(MemberMetadata saved, String protocol) {
        Member member =
                new Member(
                        saved.memberId(),
                        saved.groupInstanceId(),
                        new Client(saved.clientId(), saved.clientHost()),
                        new Timeouts(saved.sessionTimeout(), saved.rebalanceTimeout()),
                        List.of(new JoinGroupRequest.Protocol(protocol, saved.subscription())));
        member.assignment = saved.assignment();
        member.isNew = false;
        return member;
    }

    /** The same static member under the id of its new process. */
    Member withId(String newId, Client newClient) {
        Member member = new Member(newId, instanceId, newClient, timeouts, protocols);
        member.assignment = assignment;
        member.isNew = false;
        return member;
    }

    private static List<JoinGroupRequest.Protocol> owned(List<JoinGroupRequest.Protocol> all) {
        return all.stream()
                .map(p -> new JoinGroupRequest.Protocol(p.name(), OwnedBytes.of(p.metadata())))
                .toList();
    }

    String id() {
        return id;
    }

    @Nullable String instanceId() {
        return instanceId;
    }

    boolean isStatic() {
        return instanceId != null;
    }

    Client client() {
        return client;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    void update(Timeouts timeouts, List<JoinGroupRequest.Protocol> protocols) {
        this.timeouts = timeouts;
        this.protocols = owned(protocols);
    }

    boolean hasSameProtocols(List<JoinGroupRequest.Protocol> others) {
        return protocols.equals(others);
    }

    Set<String> protocolNames() {
        return protocols.stream()
                .map(JoinGroupRequest.Protocol::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    List<ClassicProtocol> protocols() {
        return protocols.stream()
                .map(each -> new ClassicProtocol(each.name(), each.metadata()))
                .toList();
    }

    /** The protocol this member likes best among {@code candidates}, or null. */
    @Nullable String vote(Set<String> candidates) {
        return protocols.stream()
                .map(JoinGroupRequest.Protocol::name)
                .filter(candidates::contains)
                .findFirst()
                .orElse(null);
    }

    /** What the member said under {@code protocol}; nothing if it does not support it. */
    ByteBuffer metadata(@Nullable String protocol) {
        return protocols.stream()
                .filter(p -> p.name().equals(protocol))
                .map(JoinGroupRequest.Protocol::metadata)
                .findFirst()
                .orElse(OwnedBytes.EMPTY);
    }

    ByteBuffer assignment() {
        return assignment;
    }

    void assignment(ByteBuffer assignment) {
        this.assignment = OwnedBytes.of(assignment);
    }

    boolean isNew() {
        return isNew;
    }

    void settled() {
        isNew = false;
    }

    /** The member was heard of: it may be silent until {@code deadlineMs}. */
    void aliveUntil(long deadlineMs) {
        this.deadlineMs = deadlineMs;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    void sessionTimer(@Nullable Timer timer) {
        if (sessionTimer != null) {
            sessionTimer.cancel();
        }
        sessionTimer = timer;
    }

    boolean isJoining() {
        return joining != null;
    }

    boolean isSyncing() {
        return syncing != null;
    }

    void joining(Promise<JoinGroupResponse> promise) {
        joining = promise;
    }

    void syncing(Promise<SyncGroupResponse> promise) {
        syncing = promise;
    }

    /** Whoever waits for a join; after this nobody does. */
    @Nullable Promise<JoinGroupResponse> takeJoining() {
        Promise<JoinGroupResponse> promise = joining;
        joining = null;
        return promise;
    }

    /** Whoever waits for an assignment; after this nobody does. */
    @Nullable Promise<SyncGroupResponse> takeSyncing() {
        Promise<SyncGroupResponse> promise = syncing;
        syncing = null;
        return promise;
    }
}
