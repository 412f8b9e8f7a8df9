package io.leat.log.testkit.cluster;

import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What has to hold in a cluster at any moment, whatever fails. It is told what can be seen of the
 * nodes and throws a {@link Violation} at the first contradiction. Owned by the test script.
 */
public final class ClusterInvariants {

    private static final int IMAGES_KEPT = 2_000;

    private final Map<String, Integer> leaders = new HashMap<>();
    private final Map<Integer, Integer> quorumLeaders = new HashMap<>();
    private final Map<Long, MetadataImage> images = new LinkedHashMap<>();
    private final Map<String, Long> committed = new HashMap<>();
    private final Map<String, CommittedBatches> batches = new HashMap<>();
    private final Map<String, TransactionStates> transactions = new HashMap<>();
    private final Map<Long, Boolean> decisions = new HashMap<>();
    private final ConsumerGroupStates groups = new ConsumerGroupStates();
    private final StreamsGroupStates streams = new StreamsGroupStates();
    private final ShareGroupStates shares = new ShareGroupStates();
    private final Map<Integer, Promise> promises = new HashMap<>();
    private BiConsumer<TopicIdPartition, RecordBatch> listener = (partition, batch) -> {};
    private MetadataImage newest = MetadataImage.EMPTY;

    /** The newest epoch of the quorum that a node took part in, and its vote there, or -1. */
    private record Promise(int epoch, int vote) {}

    private static Violation violation(String what, Object... parts) {
        return new Violation(String.format(what, parts));
    }

    // ---- leaders ----

    /** A node takes writes for a partition: nobody else ever does in the same leader epoch. */
    public void leads(String partition, int epoch, int node) {
        one(leaders.putIfAbsent(partition + "@" + epoch, node), node, partition, epoch);
    }

    /** A node leads the metadata quorum: nobody else ever does in the same epoch. */
    public void leadsQuorum(int epoch, int node) {
        one(quorumLeaders.putIfAbsent(epoch, node), node, "the quorum", epoch);
    }

    /**
     * What a voter has promised: its epoch never falls and its vote in an epoch never changes, also
     * not across restarts.
     *
     * @param vote whom it voted for, or -1
     */
    public void promises(int node, int epoch, int vote) {
        Promise before = promises.get(node);
        if (before != null && epoch == before.epoch && vote == before.vote) {
            return;
        }
        if (before != null && epoch < before.epoch) {
            throw violation("the epoch of voter %d fell from %d to %d", node, before.epoch, epoch);
        }
        if (before != null && epoch == before.epoch && before.vote >= 0) {
            throw violation(
                    "voter %d voted for %d in epoch %d and then for %d",
                    node, before.vote, epoch, vote);
        }
        promises.put(node, new Promise(epoch, vote));
    }

    /** The disk of a node was replaced: another voter, if it is one again. */
    public void forget(int node) {
        promises.remove(node);
    }

    private static void one(@Nullable Integer before, int node, String what, int epoch) {
        if (before != null && before != node) {
            throw violation("two leaders of %s in epoch %d: %d and %d", what, epoch, before, node);
        }
    }

    // ---- metadata ----

    /** The newest image that any node has. */
    public MetadataImage newest() {
        return newest;
    }

    /**
     * A node has applied the metadata log up to somewhere: that says the same on every node, and
     * keeps the rules of the ISR. Returns whether nobody had come so far before.
     */
    public boolean image(int node, MetadataImage image) {
        MetadataImage known = images.putIfAbsent(image.offset(), image);
        if (known != null && known != image && !known.equals(image)) {
            throw violation(
                    "metadata at %d differs on node %d: %s instead of %s",
                    image.offset(), node, image.records(), known.records());
        }
        if (images.size() > IMAGES_KEPT) {
            images.remove(images.keySet().iterator().next());
        }
        if (image.offset() <= newest.offset()) {
            return false;
        }
        for (TopicImage topic : image.topics()) {
            TopicImage before = newest.topic(topic.id());
            if (before != topic) {
                for (PartitionImage partition : topic.partitions()) {
                    String name = topic.name() + "-" + partition.partition();
                    membership(name, partition, image);
                    if (before != null) {
                        goesOn(name, before.partition(partition.partition()), partition);
                    }
                }
            }
        }
        for (BrokerImage broker : image.brokers()) {
            if (broker.fenced() && broker != newest.broker(broker.id())) {
                fenced(broker.id(), image);
            }
        }
        newest = image;
        return true;
    }

    private static void membership(String name, PartitionImage partition, MetadataImage image) {
        if (!partition.replicas().containsAll(partition.isr())) {
            throw violation("the ISR of %s is no part of its replicas: %s", name, partition);
        }
        for (int id : partition.isr()) {
            BrokerImage broker = image.broker(id);
            if (broker == null || broker.fenced()) {
                throw violation("broker %d is fenced and in sync for %s", id, name);
            }
        }
        if (partition.hasLeader() && !partition.isr().contains(partition.leader())) {
            throw violation("the leader of %s is not in sync: %s", name, partition);
        }
        if (partition.elr().stream().anyMatch(partition.isr()::contains)) {
            throw violation("in sync and eligible at once in %s: %s", name, partition);
        }
    }

    private static void goesOn(
            String name, @Nullable PartitionImage before, PartitionImage partition) {
        if (before == null || before.equals(partition)) {
            return;
        }
        if (partition.leaderEpoch() < before.leaderEpoch()
                || partition.partitionEpoch() <= before.partitionEpoch()) {
            throw violation("an epoch of %s fell: %s after %s", name, partition, before);
        }
        boolean moved = partition.leader() != before.leader();
        if (moved && partition.leaderEpoch() == before.leaderEpoch()) {
            throw violation("%s moved in one epoch: %s after %s", name, partition, before);
        }
    }

    private static void fenced(int broker, MetadataImage image) {
        for (TopicImage topic : image.topics()) {
            for (PartitionImage partition : topic.partitions()) {
                if (partition.isr().contains(broker)) {
                    throw violation(
                            "broker %d is fenced and in sync for %s: %s",
                            broker, topic.name(), partition);
                }
            }
        }
    }

    // ---- what is committed ----

    /** How far a partition was committed, as any of its leaders knew. */
    public long committed(String partition) {
        return committed.getOrDefault(partition, 0L);
    }

    /** A replica moved its high watermark: within a process that never goes back. */
    public void highWatermark(int node, String partition, long before, long now) {
        if (now < before) {
            throw violation(
                    "the high watermark of %s on node %d went back from %d to %d",
                    partition, node, before, now);
        }
    }

    /** Where the log begins, or what may be read of it committed: that never goes back. */
    public void forward(int node, String partition, String what, long before, long now) {
        if (now < before) {
            throw violation(
                    "the %s of %s on node %d went back from %d to %d",
                    what, partition, node, before, now);
        }
    }

    /** What is stable is committed, and both are in the log. */
    public void inOrder(
            int node, String partition, long start, long stable, long committed, long end) {
        if (stable > Math.max(start, committed) || committed > end) {
            throw violation(
                    "%s on node %d begins at %d, is stable to %d, committed to %d, ends at %d",
                    partition, node, start, stable, committed, end);
        }
    }

    /** A committed batch and what the log remembers of its epoch. */
    public void epochOf(int node, String partition, long offset, int written, int remembered) {
        if (written != remembered) {
            throw violation(
                    "%s on node %d remembers epoch %d for offset %d of epoch %d",
                    partition, node, remembered, offset, written);
        }
    }

    /** A replica has what is committed without a gap. */
    public void hole(int node, String partition, long from, long to) {
        throw violation("%s on node %d has nothing from %d to %d", partition, node, from, to);
    }

    /** A leader committed more: so many disks have it, and so many are demanded. */
    public void copies(String partition, long offset, int copies, int demanded) {
        if (copies < demanded) {
            throw violation(
                    "%s is committed to %d on %d disks, and %d are demanded",
                    partition, offset, copies, demanded);
        }
    }

    /** A marker ends a transaction in some partition: that was decided, and so. */
    public void marker(String partition, long offset, long producerId, boolean commit) {
        Boolean decided = decisions.get(producerId);
        if (decided == null || decided != commit) {
            throw violation(
                    "a marker in %s at %d %s transactions of producer %d, and what was decided is"
                            + " %s",
                    partition,
                    offset,
                    commit ? "commits" : "aborts",
                    producerId,
                    decided == null ? "nothing" : decided ? "to commit" : "to abort");
        }
    }

    /** A leader says that everything below {@code offset} is committed. */
    public void commits(String partition, long offset) {
        committed.merge(partition, offset, Math::max);
    }

    /**
     * A replica that is in sync, or leads, has everything that is committed.
     *
     * @param end of its log, as far as it counts
     */
    public void has(int node, String partition, long end, String why) {
        if (end < committed(partition)) {
            throw violation(
                    "node %d %s %s, but has only what is below %d of %d that are committed",
                    node, why, partition, end, committed(partition));
        }
    }

    /** The committed batches of a partition: they are the same on all replicas. */
    public CommittedBatches batches(String partition) {
        return batches.computeIfAbsent(partition, CommittedBatches::new);
    }

    /** What the log of a transaction coordinator says, in its order. */
    public TransactionStates transactions(String partition) {
        return transactions.computeIfAbsent(
                partition, name -> new TransactionStates(name, decisions));
    }

    /** What the logs of group coordinators say. */
    public ConsumerGroupStates groups() {
        return groups;
    }

    /** The stay of a member in a group, whose members have partitions; null if it is none. */
    @Nullable Object stay(String group, String memberId) {
        Object stay = streams.stay(group, memberId);
        return stay == null ? groups.stay(group, memberId) : stay;
    }

    /** What they say about streams groups. */
    public StreamsGroupStates streams() {
        return streams;
    }

    /** What the logs of share coordinators say. */
    public ShareGroupStates shares() {
        return shares;
    }

    /** From now on {@code next} is told each committed batch that nobody had seen before. */
    void listen(BiConsumer<TopicIdPartition, RecordBatch> next) {
        listener = next;
    }

    /** The next committed batch of a partition, which may concern groups. */
    void grouped(TopicIdPartition partition, RecordBatch batch) {
        listener.accept(partition, batch);
        if (!partition.topic().startsWith("__")) {
            shares.contains(partition, batch);
        } else if (!batch.isControl() && partition.topic().equals("__consumer_offsets")) {
            BatchRecords.each(
                    batch,
                    (key, value) -> {
                        groups.record(key, value);
                        streams.record(key, value);
                    });
        }
    }

    /** Whether what groups have after it makes sense. */
    void judgeGroups(TopicIdPartition partition, RecordBatch batch) {
        if (!batch.isControl() && partition.topic().equals("__consumer_offsets")) {
            groups.batchEnds();
            streams.batchEnds();
        } else if (!batch.isControl() && partition.topic().equals("__share_group_state")) {
            BatchRecords.each(batch, shares::record);
        }
    }

    /** The brokers that are in sync for a partition, as far as anybody knows. */
    public List<Integer> isr(String topic, int partition) {
        TopicImage image = newest.topic(topic);
        PartitionImage state = image == null ? null : image.partition(partition);
        return state == null ? List.of() : state.isr();
    }

    /** The leader epoch of a partition as far as anybody knows; -1 if nobody does. */
    public int leaderEpoch(String partition) {
        int dash = partition.lastIndexOf('-');
        TopicImage image = newest.topic(partition.substring(0, dash));
        PartitionImage state =
                image == null
                        ? null
                        : image.partition(Integer.parseInt(partition.substring(dash + 1)));
        return state == null ? -1 : state.leaderEpoch();
    }
}
