package io.leat.clients.admin;

import io.leat.common.Uuid;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** The quorum that decides on metadata, as its leader sees it. Immutable. */
public class QuorumInfo {

    private final int leaderId;
    private final long leaderEpoch;
    private final long highWatermark;
    private final List<ReplicaState> voters;
    private final List<ReplicaState> observers;
    private final Map<Integer, Node> nodes;

    QuorumInfo(
            int leaderId,
            long leaderEpoch,
            long highWatermark,
            List<ReplicaState> voters,
            List<ReplicaState> observers,
            Map<Integer, Node> nodes) {
        this.leaderId = leaderId;
        this.leaderEpoch = leaderEpoch;
        this.highWatermark = highWatermark;
        this.voters = List.copyOf(voters);
        this.observers = List.copyOf(observers);
        this.nodes = Map.copyOf(nodes);
    }

    public int leaderId() {
        return leaderId;
    }

    public long leaderEpoch() {
        return leaderEpoch;
    }

    /** Up to where metadata is decided. */
    public long highWatermark() {
        return highWatermark;
    }

    public List<ReplicaState> voters() {
        return voters;
    }

    /** Nodes that follow the metadata without a vote. */
    public List<ReplicaState> observers() {
        return observers;
    }

    /** Where the voters listen, by id; empty when the leader is too old to say. */
    public Map<Integer, Node> nodes() {
        return nodes;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof QuorumInfo that
                        && leaderId == that.leaderId
                        && leaderEpoch == that.leaderEpoch
                        && highWatermark == that.highWatermark
                        && voters.equals(that.voters)
                        && observers.equals(that.observers)
                        && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(leaderId, leaderEpoch, highWatermark, voters, observers, nodes);
    }

    @Override
    public String toString() {
        return "QuorumInfo(leaderId="
                + leaderId
                + ", leaderEpoch="
                + leaderEpoch
                + ", highWatermark="
                + highWatermark
                + ", voters="
                + voters
                + ", observers="
                + observers
                + ", nodes="
                + nodes
                + ")";
    }

    /** How far one replica of the metadata is. Immutable. */
    public static class ReplicaState {

        private final int replicaId;
        private final Uuid replicaDirectoryId;
        private final long logEndOffset;
        private final OptionalLong lastFetchTimestamp;
        private final OptionalLong lastCaughtUpTimestamp;

        ReplicaState(
                int replicaId,
                Uuid replicaDirectoryId,
                long logEndOffset,
                OptionalLong lastFetchTimestamp,
                OptionalLong lastCaughtUpTimestamp) {
            this.replicaId = replicaId;
            this.replicaDirectoryId = replicaDirectoryId;
            this.logEndOffset = logEndOffset;
            this.lastFetchTimestamp = lastFetchTimestamp;
            this.lastCaughtUpTimestamp = lastCaughtUpTimestamp;
        }

        public int replicaId() {
            return replicaId;
        }

        /** The disk it is on; zero when that is not known. */
        public Uuid replicaDirectoryId() {
            return replicaDirectoryId;
        }

        public long logEndOffset() {
            return logEndOffset;
        }

        /** When the leader last heard from it, in epoch milliseconds by the leader's clock. */
        public OptionalLong lastFetchTimestamp() {
            return lastFetchTimestamp;
        }

        /** When it last had everything, in epoch milliseconds by the leader's clock. */
        public OptionalLong lastCaughtUpTimestamp() {
            return lastCaughtUpTimestamp;
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || other instanceof ReplicaState that
                            && replicaId == that.replicaId
                            && logEndOffset == that.logEndOffset
                            && replicaDirectoryId.equals(that.replicaDirectoryId)
                            && lastFetchTimestamp.equals(that.lastFetchTimestamp)
                            && lastCaughtUpTimestamp.equals(that.lastCaughtUpTimestamp);
        }

        @Override
        public int hashCode() {
            return Objects.hash(
                    replicaId,
                    replicaDirectoryId,
                    logEndOffset,
                    lastFetchTimestamp,
                    lastCaughtUpTimestamp);
        }

        @Override
        public String toString() {
            return "ReplicaState(replicaId="
                    + replicaId
                    + ", replicaDirectoryId="
                    + replicaDirectoryId
                    + ", logEndOffset="
                    + logEndOffset
                    + ", lastFetchTimestamp="
                    + lastFetchTimestamp
                    + ", lastCaughtUpTimestamp="
                    + lastCaughtUpTimestamp
                    + ")";
        }
    }

    /** Where a voter listens. Immutable. */
    public static class Node {

        private final int nodeId;
        private final List<RaftVoterEndpoint> endpoints;

        Node(int nodeId, List<RaftVoterEndpoint> endpoints) {
            this.nodeId = nodeId;
            this.endpoints = List.copyOf(endpoints);
        }

        public int nodeId() {
            return nodeId;
        }

        public List<RaftVoterEndpoint> endpoints() {
            return endpoints;
        }

        @Override
        public boolean equals(Object other) {
            return this == other
                    || other instanceof Node that
                            && nodeId == that.nodeId
                            && endpoints.equals(that.endpoints);
        }

        @Override
        public int hashCode() {
            return Objects.hash(nodeId, endpoints);
        }

        @Override
        public String toString() {
            return "Node(nodeId=" + nodeId + ", endpoints=" + endpoints + ")";
        }
    }
}
