package io.leat.common;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names a cluster by its id. */
public class ClusterResource {

    private final @Nullable String clusterId;

    public ClusterResource(@Nullable String clusterId) {
        this.clusterId = clusterId;
    }

    /** The id, or null when no broker has told it yet. */
    public @Nullable String clusterId() {
        return clusterId;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClusterResource that && Objects.equals(clusterId, that.clusterId);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(clusterId);
    }

    @Override
    public String toString() {
        return "ClusterResource(clusterId=" + clusterId + ")";
    }
}
