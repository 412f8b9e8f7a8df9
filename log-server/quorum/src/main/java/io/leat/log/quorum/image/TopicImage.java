package io.leat.log.quorum.image;

import io.leat.log.protocol.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic and its partitions, in the order of their numbers. Immutable. */
public record TopicImage(String name, Uuid id, List<PartitionImage> partitions) {

    public TopicImage {
        partitions = List.copyOf(partitions);
    }

    /** The partition of that number, or null. */
    public @Nullable PartitionImage partition(int number) {
        return number >= 0 && number < partitions.size() ? partitions.get(number) : null;
    }

    /** Whether the server made it for itself. */
    public boolean internal() {
        return isInternal(name);
    }

    /** Whether a topic of that name belongs to the server. */
    public static boolean isInternal(String name) {
        return name.equals("__consumer_offsets")
                || name.equals("__transaction_state")
                || name.equals("__share_group_state");
    }
}
