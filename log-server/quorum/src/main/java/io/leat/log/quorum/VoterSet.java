package io.leat.log.quorum;

import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.VotersRecord;
import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The replicas whose majority decides, and where they listen. Immutable.
 *
 * <p>A static set comes from the settings and names no disks; a set from the log does, so that a
 * node that lost its disk is not taken for the voter it was (KIP-853).
 */
public final class VoterSet {

    /** Nobody: the set of a node that has yet to find its cluster. */
    public static final VoterSet EMPTY = new VoterSet(List.of());

    /** One address of a voter. */
    public record Listener(String name, Endpoint endpoint) {}

    /** One voter; the first listener is the one that voters use. */
    public record Voter(ReplicaKey key, List<Listener> listeners) {

        public Voter {
            listeners = List.copyOf(listeners);
        }

        public Peer peer() {
            return new Peer(key.id(), listeners.isEmpty() ? null : listeners.get(0).endpoint());
        }

        /** By hand, as in {@link ReplicaKey}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Voter voter
                    && key.equals(voter.key)
                    && listeners.equals(voter.listeners);
        }

        @Override
        public int hashCode() {
            return 31 * key.hashCode() + listeners.hashCode();
        }
    }

    private final TreeMap<Integer, Voter> byId = new TreeMap<>();

    private VoterSet(Collection<Voter> voters) {
        for (Voter voter : voters) {
            if (byId.put(voter.key().id(), voter) != null) {
                throw new IllegalArgumentException(
                        "node " + voter.key().id() + " is named twice among the voters");
            }
        }
    }

    public static VoterSet of(Collection<Voter> voters) {
        return new VoterSet(voters);
    }

    /** A set without addresses: for a quorum of one, and for tests. */
    public static VoterSet ofIds(Set<Integer> ids) {
        return new VoterSet(
                ids.stream().map(id -> new Voter(ReplicaKey.of(id), List.of())).toList());
    }

    /**
     * The set that a setting names: {@code id@host:port} each, or {@code id@host:port:directoryId}
     * for the first voters of a cluster whose voters can change.
     *
     * @param listener the name of the controllers' listener
     * @throws IllegalArgumentException that says which entry is wrong, and how
     */
    public static VoterSet parse(List<String> entries, String listener) {
        List<Voter> voters = new ArrayList<>();
        for (String entry : entries) {
            voters.add(parse(entry.trim(), listener));
        }
        return new VoterSet(voters);
    }

    private static Voter parse(String entry, String listener) {
        int at = entry.indexOf('@');
        try {
            int id = Integer.parseInt(entry.substring(0, Math.max(0, at)));
            String address = entry.substring(at + 1);
            Uuid directory = Uuid.ZERO;
            int last = address.lastIndexOf(':');
            if (last > 0 && address.length() - last - 1 == 22) { // an id in base64
                directory = Uuid.parse(address.substring(last + 1));
                address = address.substring(0, last);
            }
            Listener there = new Listener(listener, Endpoint.parse(address));
            return new Voter(new ReplicaKey(id, directory), List.of(there));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + entry + "' is no voter: write id@host:port, as in 1@host1:9093", e);
        }
    }

    public Collection<Voter> voters() {
        return java.util.Collections.unmodifiableCollection(byId.values());
    }

    public Set<Integer> ids() {
        return java.util.Collections.unmodifiableSet(byId.keySet());
    }

    public @Nullable Voter find(int id) {
        return byId.get(id);
    }

    /** Whether {@code key} is a voter, disk included where it is known. */
    public boolean contains(ReplicaKey key) {
        Voter voter = byId.get(key.id());
        return voter != null && voter.key().matches(key);
    }

    public int size() {
        return byId.size();
    }

    /** How many voters a decision needs. */
    public int majority() {
        return byId.size() / 2 + 1;
    }

    boolean isMajority(Set<Integer> granting) {
        return granting.stream().filter(ids()::contains).count() >= majority();
    }

    /** Whether every voter's disk is known, which a set in the log needs. */
    public boolean namesDisks() {
        return !byId.isEmpty()
                && voters().stream().noneMatch(v -> v.key().directoryId().equals(Uuid.ZERO));
    }

    /** With {@code voter} added, or in the place of the one with its number. */
    public VoterSet with(Voter voter) {
        TreeMap<Integer, Voter> next = new TreeMap<>(byId);
        next.put(voter.key().id(), voter);
        return new VoterSet(next.values());
    }

    public VoterSet without(int id) {
        return new VoterSet(voters().stream().filter(v -> v.key().id() != id).toList());
    }

    VotersRecord toRecord() {
        return VotersRecord.builder()
                .voters(voters().stream().map(VoterSet::written).toList())
                .build();
    }

    private static VotersRecord.Voter written(Voter voter) {
        List<VotersRecord.Endpoint> endpoints =
                voter.listeners().stream()
                        .map(
                                each ->
                                        new VotersRecord.Endpoint(
                                                each.name(),
                                                each.endpoint().host(),
                                                each.endpoint().port()))
                        .toList();
        return new VotersRecord.Voter(
                voter.key().id(),
                voter.key().directoryId(),
                endpoints,
                new VotersRecord.KRaftVersionFeature((short) 0, KRaftVersion.HIGHEST));
    }

    static VoterSet fromRecord(VotersRecord record) {
        List<Voter> voters = new ArrayList<>();
        for (VotersRecord.Voter voter : record.voters()) {
            List<Listener> listeners =
                    voter.endpoints().stream()
                            .map(e -> new Listener(e.name(), new Endpoint(e.host(), e.port())))
                            .toList();
            ReplicaKey key = new ReplicaKey(voter.voterId(), voter.voterDirectoryId());
            voters.add(new Voter(key, listeners));
        }
        return new VoterSet(voters);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VoterSet set && byId.equals(set.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return voters().stream().map(voter -> voter.key().toString()).toList().toString();
    }
}
