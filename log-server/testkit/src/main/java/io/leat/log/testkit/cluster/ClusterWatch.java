package io.leat.log.testkit.cluster;

import io.leat.log.broker.config.TopicKeys;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.Shard;
import io.leat.log.protocol.record.ControlType;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.PartitionLog;
import io.leat.log.testkit.sim.SimulatedLog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the nodes of a simulated cluster after every turn of their loops and tells the {@link
 * ClusterInvariants} what has changed. Owned by the test script; changes nothing.
 */
public final class ClusterWatch {

    private static final int READ_BYTES = 1 << 20;
    private static final int NONE_SEEN = -1;

    private final SimulatedLog log;
    private final ClusterInvariants invariants = new ClusterInvariants();
    private final Map<SimNode, Watched> nodes = new HashMap<>();

    /** Checks of markers seen in this turn: what was decided may be read after them. */
    private final List<Runnable> markers = new ArrayList<>();

    private long turns;

    public ClusterWatch(SimulatedLog log) {
        this.log = log;
        for (SimNode host : log.hosts()) {
            nodes.put(host, new Watched(log.id(host)));
        }
        log.simulation().afterEveryTurn(this::turned);
    }

    public ClusterInvariants invariants() {
        return invariants;
    }

    /** The newest metadata that any node has. */
    public MetadataImage image() {
        return invariants.newest();
    }

    /** How many turns of nodes were looked at. */
    public long turns() {
        return turns;
    }

    /** What was written to the disk of {@code host} is gone: until it registers, it has nothing. */
    public void lostData(SimNode host) {
        Watched node = nodes.get(host);
        if (node != null) {
            BrokerImage broker = image().broker(node.id);
            node.lostUpToEpoch = broker == null ? -1 : broker.epoch();
            node.stale.addAll(node.replicas.keySet());
            node.replicas.clear();
            node.lost |= node.lies;
        }
    }

    /** The disk of {@code host} is another one. */
    public void replaced(SimNode host) {
        Watched node = nodes.get(host);
        if (node != null) {
            node.hadOnDisk.clear();
            node.replicas.forEach((name, replica) -> node.hadOnDisk.put(name, replica.durable));
        }
        lostData(host);
        invariants.forget(log.id(host));
    }

    /** The disk of {@code host} lies: once power fails, it may have holes or what was cut off. */
    public void lies(SimNode host) {
        Watched node = nodes.get(host);
        if (node != null) {
            node.lies = true;
        }
    }

    /** Whether a broker has registered again since it lost data, if it ever did. */
    public boolean hasRegisteredAnew(SimNode host) {
        Watched node = nodes.get(host);
        return node == null || node.counts();
    }

    /** Whether all open replicas of each partition end at its high watermark. */
    public boolean replicasAgree() {
        Map<String, Long> ends = new HashMap<>();
        for (Watched node : nodes.values()) {
            for (Replica replica : node.open) {
                long end = replica.log.endOffset();
                Long other = ends.putIfAbsent(replica.name, end);
                if (other != null && other != end || replica.log.highWatermark() != end) {
                    return false;
                }
            }
        }
        return true;
    }

    /** How far each open replica has come, for people. */
    public String replicas() {
        return nodes.values().stream()
                .sorted(Comparator.comparingInt(node -> node.id))
                .flatMap(node -> node.open.stream())
                .map(Replica::toString)
                .collect(Collectors.joining("\n"));
    }

    /** A turn of a node has ended: looks at it. */
    void turned(SimNode host) {
        Watched node = nodes.get(host);
        if (node != null) {
            turns++;
            node.look(log.node(host));
        }
    }

    /** One node, over all lives of its process. */
    private final class Watched {

        private final int id;
        private final Map<String, Replica> replicas = new HashMap<>();
        private final List<Replica> open = new ArrayList<>();

        /** Partitions whose records it lost, and did not get back by being in sync again. */
        private final Set<String> stale = new HashSet<>();

        /** What was on the disk that was replaced: fetches that say so may be under way still. */
        private final Map<String, Long> hadOnDisk = new HashMap<>();

        private @Nullable BrokerNode process;
        private @Nullable MetadataImage image;
        private long lostUpToEpoch = -2;
        private int changes = NONE_SEEN;
        private boolean looking;
        private boolean lies;
        private boolean lost;
        private final WatchedQuorum quorum;

        Watched(int id) {
            this.id = id;
            this.quorum = new WatchedQuorum(id, invariants);
        }

        void look(BrokerNode current) {
            if (process != current) {
                process = current;
                image = null;
                quorum.begins();
                open.clear();
                changes = NONE_SEEN;
            }
            if (!current.booted()) {
                return;
            }
            refresh();
            looking = true;
            try {
                lookAtAll(current);
            } finally {
                looking = false;
            }
        }

        private void lookAtAll(BrokerNode current) {
            MetadataImage newest = current.broker().image();
            if (newest != image) {
                image = newest;
                if (invariants.image(id, newest)) {
                    judge(newest);
                }
            }
            quorum.look(current.broker().quorum());
            EventLoop now = null;
            boolean inLoop = false;
            for (Replica replica : open) { // those of a loop are behind each other
                if (replica.loop != now) {
                    now = replica.loop;
                    inLoop = now.inLoop();
                }
                if (inLoop) {
                    replica.look();
                }
            }
            markers.forEach(Runnable::run);
            markers.clear();
        }

        /** Finds what is open in the process that runs, if that is not being looked at already. */
        void refresh() {
            if (looking) {
                return;
            }
            BrokerNode current = process;
            int now = current == null || !current.booted() ? changes : changes(current);
            if (current == null || now == changes) {
                return;
            }
            changes = now;
            open.clear();
            for (Shard shard : current.broker().shards().shards()) {
                for (Partition partition : shard.view()) {
                    if (partition instanceof LogPartition data) {
                        open.add(replica(current, data));
                    }
                }
            }
        }

        /** Grows with every partition that is opened or closed. */
        private int changes(BrokerNode current) {
            int sum = 0;
            for (Shard shard : current.broker().shards().shards()) {
                sum += shard.changes();
            }
            return sum;
        }

        private Replica replica(BrokerNode current, LogPartition data) {
            String name = data.id().toString();
            Replica known = replicas.get(name);
            if (known == null || known.data != data) {
                // What is left on a disk that lies is there, whatever is known to be forced.
                long left = lies ? data.log().endOffset() : 0;
                known = new Replica(this, current, data, known == null ? left : known.durable);
                replicas.put(name, known);
            }
            return known;
        }

        /** What its last disk had, as long as a leader does not know that there is another one. */
        long hadOnDisk(String partition, BrokerNode leader) {
            BrokerImage known = leader.broker().image().broker(id);
            return known != null && known.epoch() > lostUpToEpoch
                    ? 0
                    : hadOnDisk.getOrDefault(partition, 0L);
        }

        /** Whether what it has counts: it did not lose data, or has registered since. */
        boolean counts() {
            BrokerImage broker = image().broker(id);
            return broker != null && broker.epoch() > lostUpToEpoch;
        }
    }

    /** Nobody had come so far in the metadata before: are those in sync that are said to be? */
    private void judge(MetadataImage newest) {
        for (Watched node : nodes.values()) {
            node.refresh();
            for (Replica replica : node.replicas.values()) {
                TopicImage topic = newest.topic(replica.data.id().topicId());
                if (topic != null && topic != replica.judged) {
                    replica.judged = topic;
                    PartitionImage state = topic.partition(replica.data.id().partition());
                    if (state != null) {
                        replica.inSync = state.isr().contains(node.id);
                        replica.catchesUp();
                        replica.mustHaveAll();
                    }
                }
            }
        }
    }

    /** A leader commits more: do all have it that are in sync? */
    private void commits(String partition, long offset) {
        invariants.commits(partition, offset);
        for (Watched node : nodes.values()) {
            node.refresh();
            Replica replica = node.replicas.get(partition);
            if (replica != null) {
                replica.mustHaveAll();
            }
        }
    }

    /** One replica in one life of its process. */
    private final class Replica {

        private final Watched node;
        private final BrokerNode process;
        private final LogPartition data;
        private final EventLoop loop;
        private final String name;
        private final boolean compacted;
        private long highWatermark = -1;
        private long checked;
        private int ledEpoch = -1;
        private boolean inSync;
        private boolean damaged;
        private Partition.@Nullable Assignment assignment;
        private long start;
        private long stable;
        private long flushed;
        private long end;
        private long durable;
        private @Nullable TopicImage judged;

        /** It is another one once the replica is in another folder. */
        private PartitionLog log;

        /**
         * @param durable how much was on disk in the life before
         */
        Replica(Watched node, BrokerNode process, LogPartition data, long durable) {
            this.node = node;
            this.process = process;
            this.durable = durable;
            this.data = data;
            this.loop = data.loop();
            this.log = data.log();
            this.name = data.id().toString();
            this.compacted =
                    data.assignment().config().get(TopicKeys.CLEANUP_POLICY).contains("compact");
            this.checked = compacted ? unseen() : log.startOffset();
            // Nothing deletes records here: a disk that lies has lost a first segment.
            this.damaged = node.lost && !compacted && checked > 0;
            TopicImage topic = image().topic(data.id().topicId());
            PartitionImage state = topic == null ? null : topic.partition(data.id().partition());
            this.inSync = state != null && state.isr().contains(node.id);
            this.judged = topic;
        }

        /** What was seen may be compacted away by now, so only the rest can be checked. */
        private long unseen() {
            return Math.min(invariants.batches(name).end(), log.highWatermark());
        }

        @Override
        public String toString() {
            return node.id + ": " + name + " " + log.highWatermark() + " of " + log.endOffset();
        }

        void look() {
            log = data.log();
            if (isUnchanged()) {
                return;
            }
            assignment = data.assignment();
            flushed = log.flushedOffset();
            catchesUp();
            durable();
            bounds();
            long now = log.highWatermark();
            boolean leads = assignment.leads();
            if (leads && data.leaderEpoch() != ledEpoch) {
                ledEpoch = data.leaderEpoch();
                invariants.leads(name, ledEpoch, node.id);
            }
            if (now != highWatermark) {
                moved(now, leads);
            }
            if (damaged && leads) {
                throw new Forfeit("node " + node.id + " leads " + name + ", which has a hole");
            }
        }

        /** Whether there is nothing new to check: so it is after most turns. */
        private boolean isUnchanged() {
            return data.assignment() == assignment
                    && log.flushedOffset() == flushed
                    && log.highWatermark() == highWatermark
                    && log.endOffset() == end
                    && log.startOffset() == start
                    && node.stale.isEmpty()
                    && !log.isTruncating();
        }

        private void moved(long now, boolean leads) {
            if (highWatermark >= 0 && !log.isTruncating()) {
                invariants.highWatermark(node.id, name, highWatermark, now);
            }
            highWatermark = now;
            if (leads) {
                commits(name, now);
                if (data.persisted() && now > 0) {
                    copies(now);
                }
            }
            if (log.isOffline()) {
                if (leads) {
                    readElsewhere(now);
                }
            } else if (!log.isTruncating() && !damaged) {
                read(now);
            }
        }

        /** Whether the present process of its node has all below {@code offset} for sure. */
        private boolean shows(long offset) {
            return process == node.process
                    && inSync
                    && log.endOffset() >= offset
                    && !log.isOffline()
                    && !log.isTruncating();
        }

        /** What a leader commits while its disk fails is read where it is in sync. */
        private void readElsewhere(long offset) {
            for (Map.Entry<SimNode, Watched> each : nodes.entrySet()) {
                Replica other = each.getValue().replicas.get(name);
                if (other != null && each.getKey().isUp() && other.shows(offset)) {
                    other.read(offset);
                    return;
                }
            }
        }

        private void bounds() {
            if (log.isTruncating() || log.isOffline()) {
                return;
            }
            long nowEnd = log.endOffset();
            if (nowEnd < end) {
                mustHaveAll(); // a replica in sync cuts nothing that is committed
            }
            end = nowEnd;
            long nowStart = log.startOffset();
            long nowStable = log.lastStableOffset();
            if (nowStart != start || nowStable != stable) {
                invariants.forward(node.id, name, "start", start, nowStart);
                invariants.forward(node.id, name, "stable end", stable, nowStable);
                invariants.inOrder(node.id, name, nowStart, nowStable, log.highWatermark(), nowEnd);
                start = nowStart;
                stable = nowStable;
            }
        }

        /** As many disks as min.insync.replicas demands have what this leader says is committed. */
        private void copies(long offset) {
            int copies = 0;
            for (Watched other : nodes.values()) {
                Replica replica = other.replicas.get(name);
                if (other.lies) {
                    return;
                }
                boolean has = replica != null && replica.durable() >= offset;
                copies += has || other.hadOnDisk(name, process) >= offset ? 1 : 0;
            }
            int configured = data.assignment().config().get(TopicKeys.MIN_INSYNC_REPLICAS);
            invariants.copies(name, offset, copies, data.assignment().state().minIsr(configured));
        }

        /**
         * What it lost is there again once it is in sync behind another leader. If it leads without
         * that, and lacks what was committed, its disk has broken what the log stands on.
         */
        private void catchesUp() {
            if (node.stale.isEmpty() || !node.counts() || !node.stale.contains(name)) {
                return;
            }
            TopicImage topic = image().topic(data.id().topicId());
            PartitionImage state = topic == null ? null : topic.partition(data.id().partition());
            if (state == null || !state.isr().contains(node.id)) {
                return;
            }
            if (state.leader() == node.id && log.endOffset() < invariants.committed(name)) {
                throw new Forfeit(
                        String.format(
                                "node %d leads %s up to %d of %d and had lost the rest",
                                node.id, name, log.endOffset(), invariants.committed(name)));
            }
            node.stale.remove(name);
        }

        /** What it counts for must be there; what a process had in memory went with it. */
        void mustHaveAll() {
            if (!inSync || !node.counts()) {
                return;
            }
            if (data.persisted()) {
                invariants.has(node.id, name, durable(), "is in sync for");
            } else if (process == node.process) {
                invariants.has(node.id, name, log.endOffset(), "is in sync for");
            }
        }

        /** What is on disk: a new process may not know of all of it. */
        private long durable() {
            durable = Math.min(Math.max(durable, log.flushedOffset()), log.endOffset());
            return durable;
        }

        private void read(long bound) {
            checked = Math.max(checked, log.startOffset());
            while (checked < bound) {
                LogRead read = next(bound);
                if (read.nextOffset() <= checked) {
                    read.release().run();
                    return;
                }
                for (ByteBuffer bytes : read.batches()) {
                    for (RecordBatch batch : RecordBatch.in(bytes)) {
                        noHole(batch);
                        check(batch);
                        checked = batch.nextOffset();
                    }
                }
                checked = read.nextOffset();
                read.release().run();
            }
        }

        private LogRead next(long bound) {
            LogRead tail = log.readTail(checked, bound, READ_BYTES, true);
            if (tail != null) {
                return tail;
            }
            try {
                return log.planRead(checked, bound, READ_BYTES, true).call();
            } catch (Exception e) {
                if (node.lost) {
                    damaged = true;
                    return LogRead.empty(checked);
                }
                throw new IllegalStateException("cannot read " + name, e);
            }
        }

        private void noHole(RecordBatch next) {
            boolean hole = !compacted && next.baseOffset() > checked;
            if (hole && !node.lost) {
                invariants.hole(node.id, name, checked, next.baseOffset());
            }
            damaged |= hole;
        }

        private void check(RecordBatch batch) {
            CommittedBatches known = invariants.batches(name);
            boolean news = batch.baseOffset() >= known.end();
            if (node.lost && !compacted && known.differs(batch)) {
                damaged = true; // a cut was said to be forced, and is undone below what followed
                return;
            }
            if (news || !compacted) {
                known.has(node.id, batch);
                // The log may begin in the midst of a batch, and remembers no epoch before that.
                long offset = Math.max(batch.baseOffset(), log.startOffset());
                if (!node.lost) { // else the file of epochs may be one of before
                    invariants.epochOf(
                            node.id, name, offset, batch.leaderEpoch(), log.epochAt(offset));
                }
            }
            if (news && batch.isControl() && batch.hasProducerId()) {
                marker(batch);
            }
            if (news && name.startsWith("__transaction_state") && !batch.isControl()) {
                BatchRecords.each(batch, invariants.transactions(name)::record);
            } else if (news) {
                invariants.grouped(data.id(), batch);
                orLostByADisk(() -> invariants.judgeGroups(data.id(), batch));
            }
        }

        /** A coordinator's log that a disk has lost may be led, and written anew, in one turn. */
        private void orLostByADisk(Runnable check) {
            try {
                check.run();
            } catch (Violation e) {
                if (nodes.values().stream().anyMatch(each -> each.lost)) {
                    throw new Forfeit(String.valueOf(e.getMessage()));
                }
                throw e;
            }
        }

        private void marker(RecordBatch batch) {
            ControlType kind = BatchRecords.control(batch);
            if (kind.endsTransaction()) {
                long offset = batch.baseOffset();
                long producerId = batch.producerId();
                boolean commit = kind == ControlType.COMMIT;
                Runnable check = () -> invariants.marker(name, offset, producerId, commit);
                markers.add(() -> orLostByADisk(check));
            }
        }
    }
}
