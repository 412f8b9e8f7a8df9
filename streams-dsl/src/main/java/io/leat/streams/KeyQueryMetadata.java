package io.leat.streams;

import io.leat.streams.state.HostInfo;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which instance has a key of a store. Immutable. */
public class KeyQueryMetadata {

    /** Nobody knows yet: the instances are still coming together. */
    public static final KeyQueryMetadata NOT_AVAILABLE =
            new KeyQueryMetadata(HostInfo.unavailable(), Set.of(), -1);

    private final HostInfo activeHost;
    private final Set<HostInfo> standbyHosts;
    private final int partition;

    public KeyQueryMetadata(HostInfo activeHost, Set<HostInfo> standbyHosts, int partition) {
        this.activeHost = activeHost;
        this.standbyHosts = standbyHosts;
        this.partition = partition;
    }

    public HostInfo activeHost() {
        return activeHost;
    }

    public Set<HostInfo> standbyHosts() {
        return standbyHosts;
    }

    /** The partition of the store that has the key. */
    public int partition() {
        return partition;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyQueryMetadata that
                && partition == that.partition
                && activeHost.equals(that.activeHost)
                && standbyHosts.equals(that.standbyHosts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(activeHost, standbyHosts, partition);
    }

    @Override
    public String toString() {
        return "KeyQueryMetadata {activeHost="
                + activeHost
                + ", standbyHosts="
                + standbyHosts
                + ", partition="
                + partition
                + '}';
    }
}
