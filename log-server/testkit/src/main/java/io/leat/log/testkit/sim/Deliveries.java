package io.leat.log.testkit.sim;

import io.leat.clients.consumer.AcknowledgeType;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.log.testkit.history.Anomaly;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a share group was given of each record, and what was said of it and taken (KIP-932). What
 * was taken as done never comes again, what was given back comes again, nothing is given more often
 * than the limit, and nothing is left out. Owned by the test script.
 */
final class Deliveries {

    /** So many deliveries may be lost on their way in one run, and no more. */
    private static final int LOST_MAX = 5;

    /** Tells in which leader epoch a partition is. */
    interface LeaderEpochs {
        int of(String partition);
    }

    /** One consumer. */
    static final class Consumer {
        private final int since;
        private final Map<String, Integer> leaderEpochs;

        private Consumer(int since, Map<String, Integer> leaderEpochs) {
            this.since = since;
            this.leaderEpochs = leaderEpochs;
        }
    }

    /** Who has been given a record, counted how often, at a time when its leader was known. */
    private record Holder(Consumer consumer, int count, int leaderEpoch) {}

    private final int limit;
    private final Map<String, Map<Long, Fate>> fates = new TreeMap<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final LeaderEpochs leaderEpochs;
    private int moment;

    /**
     * @param limit how often a record may be given
     */
    Deliveries(int limit, LeaderEpochs leaderEpochs) {
        this.limit = limit;
        this.leaderEpochs = leaderEpochs;
    }

    /** One record of the log. */
    private static final class Fate {
        private String value = "";
        private int given;
        private int lastGivenAt;
        private int doneAt = Integer.MAX_VALUE;
        private int doneCount = Integer.MAX_VALUE;
        private int releasedAt;
        private int releasedCount;
        private boolean maybeAccepted;
        private boolean maybeRejected;
        private @Nullable Holder holder;
    }

    /** Something that was said of a record, for {@link #taken}. */
    record Said(String partition, long offset, int count, AcknowledgeType type) {}

    /** A consumer is made: what it has, it is given after that. */
    Consumer begins(Collection<String> partitions) {
        Map<String, Integer> epochs = new TreeMap<>();
        partitions.forEach(each -> epochs.put(each, leaderEpochs.of(each)));
        return new Consumer(now(), epochs);
    }

    /** A moment that is later than all before. */
    private int now() {
        return ++moment;
    }

    private Fate fate(String partition, long offset) {
        return fates.computeIfAbsent(partition, name -> new TreeMap<>())
                .computeIfAbsent(offset, at -> new Fate());
    }

    /** A record came to a consumer. */
    void given(ConsumerRecord<String, String> record, Consumer to) {
        String partition = record.topic() + "-" + record.partition();
        Fate fate = fate(partition, record.offset());
        int count = record.deliveryCount().orElse((short) 0);
        String what = partition + "@" + record.offset() + ", delivery " + count;
        if (count < 1 || count > limit) {
            wrong("delivery-limit", what + " of " + limit);
        }
        if (fate.doneAt < to.since || count > fate.doneCount) {
            wrong("delivered-after-done", what);
        }
        if (fate.releasedAt > 0 && fate.releasedAt < to.since && count <= fate.releasedCount) {
            wrong("delivery-forgotten", what + ", released after " + fate.releasedCount);
        }
        if (fate.given > 0 && !fate.value.equals(record.value())) {
            wrong("other-value", what + ": " + fate.value + ", " + record.value());
        }
        hold(fate, new Holder(to, count, leaderEpochs.of(partition)), partition, what);
        fate.value = record.value();
        fate.given++;
        fate.lastGivenAt = now();
    }

    private void wrong(String kind, String what) {
        anomalies.add(new Anomaly(kind, what));
    }

    /** One leader counts each time it hands a record out, so no two consumers have one count. */
    private void hold(Fate fate, Holder now, String partition, String what) {
        Holder before = fate.holder;
        boolean twice =
                before != null
                        && before.consumer != now.consumer
                        && before.count == now.count
                        && now.leaderEpoch >= 0
                        && now.leaderEpoch
                                == before.consumer.leaderEpochs.getOrDefault(partition, -1);
        if (twice) {
            wrong("two-holders", what + " in leader epoch " + now.leaderEpoch);
        }
        fate.holder = now;
    }

    /** An acknowledgement may be on its way from now on. */
    void said(Said said) {
        Fate fate = fate(said.partition(), said.offset());
        fate.maybeAccepted |= said.type() == AcknowledgeType.ACCEPT;
        fate.maybeRejected |= said.type() == AcknowledgeType.REJECT;
    }

    /** Whether some consumer may have said {@code type} of a record. */
    boolean mayHaveSaid(String partition, long offset, AcknowledgeType type) {
        Fate fate = fate(partition, offset);
        return type == AcknowledgeType.ACCEPT ? fate.maybeAccepted : fate.maybeRejected;
    }

    /** The broker took an acknowledgement. */
    void taken(Said said) {
        Fate fate = fate(said.partition(), said.offset());
        if (said.type() == AcknowledgeType.RELEASE) {
            fate.releasedAt = now();
            fate.releasedCount = Math.max(fate.releasedCount, said.count());
        } else if (said.type() != AcknowledgeType.RENEW) {
            fate.doneAt = Math.min(fate.doneAt, now());
            fate.doneCount = Math.min(fate.doneCount, said.count());
        }
    }

    /** How many records were taken as done. */
    long done() {
        return fates.values().stream()
                .flatMap(partition -> partition.values().stream())
                .filter(fate -> fate.doneAt != Integer.MAX_VALUE)
                .count();
    }

    /**
     * What went wrong, once the group is through.
     *
     * @param records by partition, the offsets of all records that readers of the log are given
     */
    List<Anomaly> anomalies(Map<String, ? extends Set<Long>> records) {
        List<Anomaly> all = new ArrayList<>(anomalies);
        records.forEach(
                (partition, offsets) -> {
                    fates.getOrDefault(partition, Map.of()).keySet().stream()
                            .filter(offset -> !offsets.contains(offset))
                            .forEach(offset -> all.add(nobodyElseSees(partition, offset)));
                    offsets.forEach(offset -> judge(partition, offset, all));
                });
        return all;
    }

    private static Anomaly nobodyElseSees(String partition, long offset) {
        return new Anomaly("not-a-record", partition + "@" + offset + " was delivered");
    }

    private void judge(String partition, long offset, List<Anomaly> all) {
        Fate fate = fate(partition, offset);
        String what = partition + "@" + offset;
        if (fate.given == 0) {
            all.add(new Anomaly("never-delivered", what));
        } else if (!fate.maybeAccepted
                && !fate.maybeRejected
                && fate.releasedAt > fate.lastGivenAt
                && fate.releasedCount <= limit - LOST_MAX) {
            all.add(new Anomaly("released-and-gone", what + ", " + fate.releasedCount + " times"));
        }
    }
}
