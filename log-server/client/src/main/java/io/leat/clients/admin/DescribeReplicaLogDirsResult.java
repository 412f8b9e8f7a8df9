package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.TopicPartitionReplica;
import java.util.Map;

/** Result of {@link Admin#describeReplicaLogDirs}. */
public class DescribeReplicaLogDirsResult {

    private final Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures;

    DescribeReplicaLogDirsResult(
            Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> futures) {
        this.futures = futures;
    }

    /** Where each replica is. */
    public Map<TopicPartitionReplica, KafkaFuture<ReplicaLogDirInfo>> values() {
        return futures;
    }

    /** All of them; fails when one has. */
    public KafkaFuture<Map<TopicPartitionReplica, ReplicaLogDirInfo>> all() {
        return Futures.byKey(futures);
    }

    /** The directory a replica is in, and the one it moves to. Immutable. */
    public static class ReplicaLogDirInfo {

        static final long UNKNOWN = -1;

        private final String currentReplicaLogDir;
        private final long currentReplicaOffsetLag;
        private final String futureReplicaLogDir;
        private final long futureReplicaOffsetLag;

        ReplicaLogDirInfo(
                String currentReplicaLogDir,
                long currentReplicaOffsetLag,
                String futureReplicaLogDir,
                long futureReplicaOffsetLag) {
            this.currentReplicaLogDir = currentReplicaLogDir;
            this.currentReplicaOffsetLag = currentReplicaOffsetLag;
            this.futureReplicaLogDir = futureReplicaLogDir;
            this.futureReplicaOffsetLag = futureReplicaOffsetLag;
        }

        /** Null if the broker has no such replica. */
        public String getCurrentReplicaLogDir() {
            return currentReplicaLogDir;
        }

        public long getCurrentReplicaOffsetLag() {
            return currentReplicaOffsetLag;
        }

        /** Null if it does not move. */
        public String getFutureReplicaLogDir() {
            return futureReplicaLogDir;
        }

        public long getFutureReplicaOffsetLag() {
            return futureReplicaOffsetLag;
        }

        @Override
        public String toString() {
            String future =
                    futureReplicaLogDir == null
                            ? ""
                            : ", futureReplicaLogDir="
                                    + futureReplicaLogDir
                                    + ", futureReplicaOffsetLag="
                                    + futureReplicaOffsetLag;
            return "(currentReplicaLogDir=" + currentReplicaLogDir + future + ")";
        }
    }
}
