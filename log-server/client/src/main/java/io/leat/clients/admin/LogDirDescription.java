package io.leat.clients.admin;

import io.leat.common.TopicPartition;
import io.leat.common.errors.ApiException;
import java.util.Map;
import java.util.OptionalLong;

/** One directory of a broker, with the replicas in it. Immutable. */
public class LogDirDescription {

    private final ApiException error;
    private final Map<TopicPartition, ReplicaInfo> replicaInfos;
    private final OptionalLong totalBytes;
    private final OptionalLong usableBytes;
    private final boolean cordoned;

    public LogDirDescription(ApiException error, Map<TopicPartition, ReplicaInfo> replicaInfos) {
        this(error, replicaInfos, -1, -1);
    }

    public LogDirDescription(
            ApiException error,
            Map<TopicPartition, ReplicaInfo> replicaInfos,
            long totalBytes,
            long usableBytes) {
        this(error, replicaInfos, totalBytes, usableBytes, false);
    }

    /**
     * @param error null if the directory is well
     * @param totalBytes of its file system, -1 if not known
     * @param usableBytes of its file system, -1 if not known
     * @param cordoned whether no new replica is put there
     */
    public LogDirDescription(
            ApiException error,
            Map<TopicPartition, ReplicaInfo> replicaInfos,
            long totalBytes,
            long usableBytes,
            boolean cordoned) {
        this.error = error;
        this.replicaInfos = Map.copyOf(replicaInfos);
        this.totalBytes = totalBytes < 0 ? OptionalLong.empty() : OptionalLong.of(totalBytes);
        this.usableBytes = usableBytes < 0 ? OptionalLong.empty() : OptionalLong.of(usableBytes);
        this.cordoned = cordoned;
    }

    /** Why the directory is offline; null if it is not. */
    public ApiException error() {
        return error;
    }

    public Map<TopicPartition, ReplicaInfo> replicaInfos() {
        return replicaInfos;
    }

    public OptionalLong totalBytes() {
        return totalBytes;
    }

    public OptionalLong usableBytes() {
        return usableBytes;
    }

    public boolean isCordoned() {
        return cordoned;
    }

    @Override
    public String toString() {
        return "LogDirDescription(replicaInfos="
                + replicaInfos
                + ", error="
                + error
                + ", totalBytes="
                + totalBytes
                + ", usableBytes="
                + usableBytes
                + ", isCordoned="
                + cordoned
                + ")";
    }
}
