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
 * @param again when the member is to ask the group to come together again
 */
record GroupData(
        Set<TaskId> active,
        Set<TaskId> standby,
        Map<HostInfo, Hosted> hosts,
        boolean shutdown,
        String refusal,
        Again again) {

    /**
     * When the group is to come together again. The members know it, not only the leader, because
     * each may be replaced by a new process that comes back under its instance id without a
     * rebalance; so each of them reads it in the assignment that the coordinator keeps.
     */
    enum Again {
        /** When something changes. */
        NEVER,

        /** The member is to have tasks that others have to give up first, should they forget to. */
        SOON,

        /** Stores may have been made warm by then. */
        LATER;

        /** What a later version may say besides is left to the members of that version. */
        static Again of(byte said) {
            return said >= 0 && said < values().length ? values()[said] : NEVER;
        }
    }

    /** The application ends. */
    static final GroupData SHUTDOWN =
            new GroupData(Set.of(), Set.of(), Map.of(), true, "", Again.NEVER);

    /** The member gets nothing and is told why. */
    static GroupData refused(String why) {
        return new GroupData(Set.of(), Set.of(), Map.of(), false, why, Again.NEVER);
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
                    out.writeByte(again.ordinal());
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
                    String refusal = Wire.added(in);
                    Again again = Again.of(Wire.addedByte(in));
                    return new GroupData(active, standby, hosts, shutdown, refusal, again);
                });
    }
}
