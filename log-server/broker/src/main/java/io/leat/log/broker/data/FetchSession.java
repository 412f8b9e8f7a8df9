package io.leat.log.broker.data;

import io.leat.log.broker.Client;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FetchRequest;
import io.leat.log.protocol.message.FetchRequest.ForgottenTopic;
import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client or a follower fetches again and again, so that requests and answers name only what
 * changed (KIP-227). Owned by the loop of its cache.
 *
 * <p>Only what is due is looked at, so that a fetch costs what changed and not what is there. A
 * member is due when a request names it, when something happens to its partition, and until it has
 * nothing more to read or to tell.
 */
final class FetchSession {

    /** A partition as the requests of one session name it: by topic id, or by topic name. */
    private record Key(String topic, Uuid topicId, int partition) {}

    /** Whoever reads as somebody else sees something else of every partition. */
    private record Reading(long replica, long brokerEpoch, byte isolation, String rack) {

        static Reading of(FetchRequest request) {
            ReplicaId replica = ReplicaId.of(request);
            return new Reading(
                    replica == null ? -1 : replica.id(),
                    replica == null ? -1 : replica.brokerEpoch(),
                    request.isolationLevel(),
                    request.rackId());
        }
    }

    private final int id;
    private final boolean byId;
    private final EventLoop loop;
    private final Map<Key, FetchMember> members = new LinkedHashMap<>();

    /** Those first that got no data for the longest time. */
    private final Set<FetchMember> due = new LinkedHashSet<>();

    private final List<FetchPass> passes = new ArrayList<>();
    private @Nullable Client client;
    private @Nullable Reading reading;
    private int nextEpoch = 1;
    private long lastUsedMs;

    FetchSession(int id, boolean byId, EventLoop loop, long nowMs) {
        this.id = id;
        this.byId = byId;
        this.loop = loop;
        this.lastUsedMs = nowMs;
    }

    int id() {
        return id;
    }

    boolean isByTopicId() {
        return byId;
    }

    int nextEpoch() {
        return nextEpoch;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Takes the epoch of a request; the next one has to follow it. */
    void use(long nowMs) {
        nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
        lastUsedMs = nowMs;
    }

    /** Adds and changes what {@code request} lists, and drops what it forgets. */
    void update(FetchRequest request, Client from) {
        if (client != from) {
            client = from;
            from.whenClosed(() -> closed(from));
        }
        Reading next = Reading.of(request);
        if (!next.equals(reading)) {
            reading = next;
            due.addAll(members.values());
        }
        for (FetchRequest.Topic topic : request.topics()) {
            for (FetchRequest.Partition wanted : topic.partitions()) {
                Key key = new Key(topic.topic(), topic.topicId(), wanted.partition());
                FetchMember member = members.get(key);
                if (member == null) {
                    member = new FetchMember(topic.topic(), topic.topicId(), wanted);
                    members.put(key, member);
                }
                member.want(wanted);
                due.add(member);
            }
        }
        for (ForgottenTopic topic : request.forgottenTopicsData()) {
            for (int partition : topic.partitions()) {
                FetchMember gone =
                        members.remove(new Key(topic.topic(), topic.topicId(), partition));
                if (gone != null) {
                    due.remove(gone);
                    gone.watch(null);
                }
            }
        }
    }

    /** Nobody is there to be told; who comes back with this session looks at everything. */
    private void closed(Client gone) {
        if (client == gone) {
            client = null;
            end();
            due.addAll(members.values());
        }
    }

    /** Lets go of the partitions. */
    void end() {
        members.values().forEach(member -> member.watch(null));
    }

    /** The watch of a member, as long as it is one. */
    @Nullable FetchWatch watch(FetchMember member, PartitionRef ref, boolean ofReplica) {
        FetchWatch present = member.watch();
        if (present != null && present.isOf(ref, ofReplica) || client == null) {
            return present;
        }
        FetchWatch made =
                new FetchWatch(ref, ofReplica, loop, urgent -> heard(member, ref, urgent));
        member.watch(made);
        return made;
    }

    private void heard(FetchMember member, PartitionRef ref, boolean urgent) {
        FetchWatch present = member.watch();
        if (present == null || !present.ref().equals(ref)) {
            return; // a late word
        }
        member.stir();
        due.add(member);
        for (FetchPass pass : passes) {
            pass.heard(urgent);
        }
    }

    /** What has to be looked at. */
    List<FetchMember> due() {
        return List.copyOf(due);
    }

    /** A fetch that waits is told what happens. */
    void enter(FetchPass pass) {
        passes.add(pass);
    }

    void leave(FetchPass pass) {
        passes.remove(pass);
    }

    /** A look at a member begins: it will see what happened before, but not all that comes now. */
    void looking(FetchMember member) {
        member.calm();
    }

    /**
     * What was looked at and needs no answer is not due any more, unless it changed behind that.
     */
    void looked(FetchItem item) {
        FetchMember member = item.member();
        if (member.isSettled(item.result()) && !member.isToTell(item.result())) {
            due.remove(member);
        }
    }

    /**
     * The reader is told what was fetched. What has data or an error goes to the end, so that it
     * does not keep others from being read.
     */
    void told(FetchItem item) {
        FetchMember member = item.member();
        member.tell(item.result());
        if (!due.contains(member)) {
            return; // forgotten meanwhile
        }
        if (member.isSettled(item.result())) {
            due.remove(member);
        } else if (item.result().error() != ErrorCode.NONE || item.result().bytes() > 0) {
            due.remove(member);
            due.add(member);
        }
    }
}
