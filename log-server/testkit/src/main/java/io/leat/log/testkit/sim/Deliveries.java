package io.leat.log.testkit.sim;

import io.leat.clients.consumer.AcknowledgeType;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.log.testkit.history.Anomaly;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a share group was given of each record, and what was said of it and taken (KIP-932). What
 * was taken as done never comes again, what was given back comes again, nothing is given more often
 * than the limit, and nothing is left out. Owned by the test script.
 */
final class Deliveries {

    /** So many deliveries may be lost on their way in one run, and no more. */
    private static final int LOST_MAX = 5;

    private final int limit;
    private final Map<String, Map<Long, Fate>> fates = new TreeMap<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private int moment;

    /**
     * @param limit how often a record may be given
     */
    Deliveries(int limit) {
        this.limit = limit;
    }

    /** One record of the log. */
    private static final class Fate {
        private String value = "";
        private int given;
        private int lastGivenAt;
        private int doneAt = Integer.MAX_VALUE;
        private int releasedAt;
        private int releasedCount;
        private boolean maybeDone;
    }

    /** Something that was said of a record, for {@link #taken}. */
    record Said(String partition, long offset, int count, AcknowledgeType type) {}

    /** A moment that is later than all before. */
    int now() {
        return ++moment;
    }

    private Fate fate(String partition, long offset) {
        return fates.computeIfAbsent(partition, name -> new TreeMap<>())
                .computeIfAbsent(offset, at -> new Fate());
    }

    /**
     * A record came to a consumer.
     *
     * @param since when the consumer was made: what it has, it was given after that
     */
    void given(ConsumerRecord<String, String> record, int since) {
        String partition = record.topic() + "-" + record.partition();
        Fate fate = fate(partition, record.offset());
        int count = record.deliveryCount().orElse((short) 0);
        String what = partition + "@" + record.offset() + ", delivery " + count;
        if (count < 1 || count > limit) {
            anomalies.add(new Anomaly("delivery-limit", what + " of " + limit));
        }
        if (fate.doneAt < since) {
            anomalies.add(new Anomaly("delivered-after-done", what));
        }
        if (fate.given > 0 && !fate.value.equals(record.value())) {
            anomalies.add(
                    new Anomaly("other-value", what + ": " + fate.value + ", " + record.value()));
        }
        fate.value = record.value();
        fate.given++;
        fate.lastGivenAt = now();
    }

    /** An acknowledgement may be on its way from now on. */
    void said(Said said) {
        if (said.type() != AcknowledgeType.RELEASE) {
            fate(said.partition(), said.offset()).maybeDone = true;
        }
    }

    /** The broker took an acknowledgement. */
    void taken(Said said) {
        Fate fate = fate(said.partition(), said.offset());
        if (said.type() == AcknowledgeType.RELEASE) {
            fate.releasedAt = now();
            fate.releasedCount = said.count();
        } else {
            fate.doneAt = Math.min(fate.doneAt, now());
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
     * @param records by partition, the offsets of all records there are
     */
    List<Anomaly> anomalies(Map<String, ? extends Collection<Long>> records) {
        List<Anomaly> all = new ArrayList<>(anomalies);
        records.forEach(
                (partition, offsets) -> offsets.forEach(offset -> judge(partition, offset, all)));
        return all;
    }

    private void judge(String partition, long offset, List<Anomaly> all) {
        Fate fate = fate(partition, offset);
        String what = partition + "@" + offset;
        if (fate.given == 0) {
            all.add(new Anomaly("never-delivered", what));
        } else if (!fate.maybeDone
                && fate.releasedAt > fate.lastGivenAt
                && fate.releasedCount <= limit - LOST_MAX) {
            all.add(new Anomaly("released-and-gone", what + ", " + fate.releasedCount + " times"));
        }
    }
}
