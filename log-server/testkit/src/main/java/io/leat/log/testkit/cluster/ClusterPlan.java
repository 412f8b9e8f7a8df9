package io.leat.log.testkit.cluster;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.DiskFaults;
import io.leat.log.runtime.sim.Latency;
import io.leat.log.testkit.sim.SimulatedLog.Layout;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one seed is about: the nodes, their settings, and which faults they suffer. Drawn as a
 * subset each time, because a run with every fault at once makes no progress.
 *
 * @param persisted whether replicas force before they acknowledge; if not, power may fail on one
 *     node at a time only
 * @param pace how many times longer than in a rush programs rest between their bursts and the
 *     machines between faults
 * @param meanIntervalMs mean time between two faults
 * @param meanDurationMs mean time until a fault is over
 * @param groups that read beside each other
 */
public record ClusterPlan(
        Layout layout,
        boolean persisted,
        Map<String, String> settings,
        Set<Fault> faults,
        DiskFaults disk,
        Latency latency,
        int pace,
        long meanIntervalMs,
        long meanDurationMs,
        List<Readers> groups) {

    /** Two of five in a rush. */
    private static final int[] PACES = {1, 1, 2, 4, 8};

    /** What is not forced may not be lost on all nodes at once, so both have to say the same. */
    public ClusterPlan {
        Check.that(
                persisted == "persisted".equals(settings.get("durability")),
                "persisted=%s, and nodes have durability=%s",
                persisted,
                String.valueOf(settings.get("durability")));
    }

    /**
     * The plan of a seed.
     *
     * @param without kinds of faults to leave out, to find out which a failure needs
     */
    public static ClusterPlan draw(Entropy entropy, Set<Fault> without) {
        Layout layout = layout(entropy);
        boolean persisted = entropy.nextInt(10) < 7;
        Map<String, String> settings = settings(entropy, persisted);
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        int oneIn = 2 + entropy.nextInt(4);
        for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.LOST_FSYNC, Fault.MOVE_FOLDER))) {
            if (entropy.nextInt(oneIn) == 0) {
                faults.add(fault);
            }
        }
        DiskFaults.Loss[] losses = DiskFaults.Loss.values();
        DiskFaults disk =
                DiskFaults.NONE
                        .withLoss(losses[1 + entropy.nextInt(losses.length - 1)])
                        .withForceMean(50_000L << entropy.nextInt(8));
        long latencyMean = 100_000L << entropy.nextInt(8);
        long meanIntervalMs = 400L << entropy.nextInt(5);
        long meanDurationMs = 200L << entropy.nextInt(5);
        if (layout.brokers() > 2 && entropy.nextInt(4) == 0) {
            faults.add(Fault.LOST_FSYNC);
        }
        faults.removeAll(without);
        int pace = PACES[entropy.nextInt(PACES.length)];
        return new ClusterPlan(
                layout,
                persisted,
                settings,
                faults,
                disk,
                new Latency(latencyMean / 4, latencyMean),
                pace,
                pace * meanIntervalMs,
                (1 + entropy.nextInt(pace)) * meanDurationMs,
                Readers.draw(entropy));
    }

    /** The same on other nodes. */
    public ClusterPlan on(Layout other) {
        return new ClusterPlan(
                other,
                persisted,
                settings,
                faults,
                disk,
                latency,
                pace,
                meanIntervalMs,
                meanDurationMs,
                groups);
    }

    /** The same with more settings of nodes, or others. */
    public ClusterPlan set(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(more);
        return new ClusterPlan(
                layout,
                persisted,
                all,
                faults,
                disk,
                latency,
                pace,
                meanIntervalMs,
                meanDurationMs,
                groups);
    }

    /** The same on brokers that keep data in two folders, which fail, and replicas move. */
    public ClusterPlan inTwoFolders() {
        Set<Fault> more = EnumSet.of(Fault.DISK_ERROR, Fault.MOVE_FOLDER);
        more.addAll(faults);
        return new ClusterPlan(
                layout.withFolders(2),
                persisted,
                settings,
                more,
                disk,
                latency,
                pace,
                meanIntervalMs,
                meanDurationMs,
                groups);
    }

    /**
     * The same on three brokers that force before they acknowledge, and the disk of one of them
     * lies; in segments of a few batches, so that what is lost lies before, between and behind what
     * is kept.
     */
    public ClusterPlan onLyingDisks() {
        Map<String, String> forcing = new HashMap<>(settings);
        forcing.put("durability", "persisted");
        forcing.put("log.segment.bytes", "1024");
        return new ClusterPlan(
                Layout.combined(3),
                true,
                forcing,
                EnumSet.of(Fault.LOST_FSYNC, Fault.KILL, Fault.CUT),
                disk,
                latency,
                1,
                meanIntervalMs,
                meanDurationMs,
                groups);
    }

    /** The same with other groups that read. */
    public ClusterPlan readBy(List<Readers> others) {
        return new ClusterPlan(
                layout,
                persisted,
                settings,
                faults,
                disk,
                latency,
                pace,
                meanIntervalMs,
                meanDurationMs,
                List.copyOf(others));
    }

    /**
     * Whether another replica has what one loses before anybody notices. With {@code
     * min.insync.replicas=1} it may have committed alone by then, or be the last one in sync.
     */
    boolean survivesLoss() {
        return !"1".equals(settings.get("min.insync.replicas"));
    }

    private static Layout layout(Entropy entropy) {
        int[] sizes = {1, 2, 3, 3, 3, 3, 3, 4, 5};
        int brokers = sizes[entropy.nextInt(sizes.length)];
        int controllers = brokers > 1 && entropy.nextInt(3) == 0 ? 1 + 2 * entropy.nextInt(2) : 0;
        boolean dynamic = brokers > 1 && entropy.nextInt(3) == 0;
        return new Layout(brokers, controllers, dynamic, 1 + entropy.nextInt(2));
    }

    private static Map<String, String> settings(Entropy entropy, boolean persisted) {
        Map<String, String> settings = new HashMap<>();
        settings.put("durability", persisted ? "persisted" : "replicated");
        settings.put("min.insync.replicas", String.valueOf(1 + entropy.nextInt(2)));
        int lag = entropy.nextInt(4);
        settings.put("replica.lag.time.max.ms", String.valueOf(700 << lag));
        settings.put("replica.fetch.wait.max.ms", String.valueOf(500 << lag));
        int session = entropy.nextInt(3);
        settings.put("broker.session.timeout.ms", String.valueOf(900 << session));
        settings.put("broker.heartbeat.interval.ms", String.valueOf(250 << session));
        if (entropy.nextInt(3) == 0) {
            settings.put("metadata.log.max.record.bytes.between.snapshots", "2000");
        }
        return settings;
    }
}
