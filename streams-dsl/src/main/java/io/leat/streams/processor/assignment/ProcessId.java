package io.leat.streams.processor.assignment;

import io.leat.common.Uuid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of one process of an application, the same after a restart. Immutable. */
public class ProcessId implements Comparable<ProcessId> {

    private final UUID id;

    public ProcessId(UUID id) {
        this.id = id;
    }

    public UUID id() {
        return id;
    }

    public static ProcessId randomProcessId() {
        Uuid random = Uuid.randomUuid();
        return new ProcessId(
                new UUID(random.getMostSignificantBits(), random.getLeastSignificantBits()));
    }

    @Override
    public String toString() {
        return id.toString();
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessId that && id.equals(that.id);
    }

    @Override
    public int compareTo(ProcessId other) {
        return id.compareTo(other.id);
    }
}
