package io.leat.streams.runtime;

import io.leat.streams.processor.TaskId;
import io.leat.streams.state.HostInfo;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a member tells the leader of its group when it joins. Immutable.
 *
 * @param process the id of its process, the same after a restart
 * @param host where the process answers queries
 * @param tags what {@code client.tag.*} says
 * @param previous the tasks that this member had
 * @param positions how far the stores that the process has are, by task, all changelogs together
 * @param shutdown whether the whole application is to end
 * @param topology the {@link TaskPlan#digest} of what it runs; empty when it does not say
 */
record MemberData(
        String process,
        @Nullable HostInfo host,
        Map<String, String> tags,
        Set<TaskId> previous,
        Map<TaskId, Long> positions,
        boolean shutdown,
        String topology) {

    /** Of a member of which nothing is known. */
    static MemberData unknown(String member) {
        return new MemberData(member, null, Map.of(), Set.of(), Map.of(), false, "");
    }

    ByteBuffer encode() {
        return Wire.bytes(
                out -> {
                    out.writeUTF(process);
                    Wire.host(out, host);
                    Wire.tags(out, tags);
                    Wire.tasks(out, previous);
                    Wire.positions(out, positions);
                    out.writeBoolean(shutdown);
                    out.writeUTF(topology);
                });
    }

    /** Null when {@code told} is nothing or not understood. */
    static @Nullable MemberData decode(@Nullable ByteBuffer told) {
        return Wire.read(
                told,
                in ->
                        new MemberData(
                                in.readUTF(),
                                Wire.host(in),
                                Wire.tags(in),
                                Wire.tasks(in),
                                Wire.positions(in),
                                in.readBoolean(),
                                Wire.added(in)));
    }
}
