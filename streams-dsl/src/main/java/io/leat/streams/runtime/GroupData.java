package io.leat.streams.runtime;

import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the leader of a group tells a member. Immutable.
 *
 * @param active the tasks of the member's process
 * @param standby the tasks whose stores that process keeps warm
 * @param hosts which instance has what, of those that say where they are
 * @param shutdown whether the application ends
 * @param refusal why the member is not wanted; empty when it is
 */
record GroupData(
        Set<TaskId> active,
        Set<TaskId> standby,
        Map<HostInfo, Hosted> hosts,
        boolean shutdown,
        String refusal) {

    /** The application ends. */
    static final GroupData SHUTDOWN = new GroupData(Set.of(), Set.of(), Map.of(), true, "");

    /** The member gets nothing and is told why. */
    static GroupData refused(String why) {
        return new GroupData(Set.of(), Set.of(), Map.of(), false, why);
    }

    ByteBuffer encode() {
        return Wire.bytes(
                out -> {
                    Wire.tasks(out, active);
                    Wire.tasks(out, standby);
                    out.writeInt(hosts.size());
                    for (Map.Entry<HostInfo, Hosted> host : hosts.entrySet()) {
                        Wire.host(out, host.getKey());
                        Wire.partitions(out, host.getValue().active());
                        Wire.partitions(out, host.getValue().standby());
                    }
                    out.writeBoolean(shutdown);
                    out.writeUTF(refusal);
                });
    }

    /** Null when {@code told} is nothing or not understood. */
    static @Nullable GroupData decode(@Nullable ByteBuffer told) {
        return Wire.read(
                told,
                in -> {
                    Set<TaskId> active = Wire.tasks(in);
                    Set<TaskId> standby = Wire.tasks(in);
                    Map<HostInfo, Hosted> hosts = new LinkedHashMap<>();
                    for (int left = in.readInt(); left > 0; left--) {
                        HostInfo host = Wire.host(in);
                        Hosted has = new Hosted(Wire.partitions(in), Wire.partitions(in));
                        if (host != null) {
                            hosts.put(host, has);
                        }
                    }
                    boolean shutdown = in.readBoolean();
                    return new GroupData(active, standby, hosts, shutdown, Wire.added(in));
                });
    }
}
