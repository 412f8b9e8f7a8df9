package io.leat.log.testkit.cluster;

import io.leat.log.runtime.Entropy;
import io.leat.log.testkit.sim.CommittingGroup;
import io.leat.log.testkit.sim.GroupReader.Protocol;
import io.leat.log.testkit.sim.ReadingGroup;
import io.leat.log.testkit.sim.SharingGroup;
import io.leat.log.testkit.sim.StreamsGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The kinds of groups that may read in a {@link ClusterScenario}. */
public enum Readers {
    /** Its members assign. */
    CLASSIC(() -> new CommittingGroup("read", "reader", Protocol.CLASSIC)),
    /** As {@link #CLASSIC}, with members that are slow. */
    SLOW(() -> new CommittingGroup("slow", "slow", Protocol.SLOW)),
    /** The coordinator assigns (KIP-848). */
    CONSUMER(() -> new CommittingGroup("told", "told", Protocol.CONSUMER)),
    /** Members of both kinds in one group. */
    MIXED(() -> new CommittingGroup("mixed", "mixed", Protocol.EITHER)),
    /** Members with names that stay, which change from one kind to the other (KIP-345). */
    STATIC(() -> new CommittingGroup("static", "static", Protocol.STATIC)),
    /** The coordinator hands out tasks (KIP-1071). */
    STREAMS(() -> new StreamsGroup("streams")),
    /** Its members are given records, not partitions (KIP-932). */
    SHARE(() -> new SharingGroup("shared"));

    /** What was committed is read by one of these at least. */
    private static final List<Readers> DRAWN = List.of(CLASSIC, CONSUMER, MIXED);

    private final Supplier<ReadingGroup> make;

    Readers(Supplier<ReadingGroup> make) {
        this.make = make;
    }

    ReadingGroup group() {
        return make.get();
    }

    /**
     * One kind, and one time of four another one beside it; half of all are classic. One time of
     * three a share group reads, too.
     */
    static List<Readers> draw(Entropy entropy) {
        List<Readers> left = new ArrayList<>(DRAWN);
        List<Readers> drawn = new ArrayList<>();
        drawn.add(entropy.nextInt(2) == 0 ? CLASSIC : left.get(entropy.nextInt(left.size())));
        left.removeAll(drawn);
        if (entropy.nextInt(4) == 0) {
            drawn.add(left.get(entropy.nextInt(left.size())));
        }
        if (entropy.nextInt(3) == 0) {
            drawn.add(SHARE);
        }
        return List.copyOf(drawn);
    }
}
