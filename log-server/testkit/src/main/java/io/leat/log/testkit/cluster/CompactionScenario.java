package io.leat.log.testkit.cluster;

import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.TopicPartition;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.sim.Report;
import io.leat.log.testkit.sim.TableReader;
import io.leat.log.testkit.sim.TableWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A {@link ClusterScenario} with a table beside it, a topic that is compacted all the time while
 * nodes crash: whoever reads it finds the newest value of each row, and nothing that was never
 * committed there, before and after the last power loss; each replica has them as soon as it is
 * opened again. Owned by the thread that calls {@link #run}.
 */
public final class CompactionScenario extends ClusterScenario {

    private static final String TABLE = "table";
    private static final int PARTITIONS = 2;
    private static final int CHANGES = 250;
    private static final long SETTLE_MS = 60_000;
    private static final long READ_MS = 120_000;

    private static final int STRIKES_MAX = 12;
    private static final int STRIKES_ONE_IN = 3;

    /** Renames and forces that put compacted segments in place, about. */
    private static final int CHANGES_OF_A_SWAP = 4;

    private static final long DOWN_MS = 500;
    private static final long BETWEEN_STRIKES_MS = 1_500;

    private final TreeMap<String, TableModel> models = new TreeMap<>();
    private final TableReplicas tables;
    private final Entropy dice;
    private final boolean strikes;
    private boolean striking;
    private int struck;
    private long strikeAtMs;
    private int compactedAway;
    private int readers;

    public CompactionScenario(long seed) {
        this(seed, true, true);
    }

    /**
     * @param strikes whether the power fails in the midst of putting compacted segments in place,
     *     where disks keep what they forced
     * @param lasting whether some rows are set once and for all
     */
    public CompactionScenario(long seed, boolean strikes, boolean lasting) {
        super(seed, plan(seed));
        this.strikes = strikes && plan().persisted();
        this.tables = new TableReplicas(log(), TABLE, models);
        this.dice = log().simulation().entropy("strikes");
        watch().invariants().listen(this::committed);
        for (int i = 0; i < 2; i++) {
            sender(
                    new TableWriter(
                            log(),
                            "table-" + i,
                            history(),
                            TABLE,
                            PARTITIONS,
                            CHANGES,
                            i == 1,
                            lasting));
        }
    }

    /** Disks do not lie: of a compacted log nobody could tell what they lost. */
    private static ClusterPlan plan(long seed) {
        try (Simulation dice = new Simulation(seed)) {
            ClusterPlan drawn = ClusterPlan.draw(dice.entropy("plan"), Set.of(Fault.LOST_FSYNC));
            Map<String, String> settings = new HashMap<>();
            settings.put("log.cleaner.backoff.ms", "300");
            return drawn.set(settings);
        }
    }

    /** How many committed changes were not there any more when the table was read in the end. */
    public int compactedAway() {
        return compactedAway;
    }

    /** How often the power failed in the midst of putting compacted segments in place. */
    public int swapsStruck() {
        return struck;
    }

    @Override
    protected void suffer() {
        striking = strikes;
        super.suffer();
        striking = false;
    }

    private void strike(SimNode host) {
        boolean may = striking && struck < STRIKES_MAX && host.isUp();
        if (!may || log().simulation().nowMs() < strikeAtMs) {
            return;
        }
        boolean swaps = tables.on(host).stream().anyMatch(data -> isSwapping(host, data));
        if (swaps && dice.nextInt(STRIKES_ONE_IN) == 0) {
            struck++;
            strikeAtMs = log().simulation().nowMs() + BETWEEN_STRIKES_MS;
            host.crashAfter(dice.nextInt(CHANGES_OF_A_SWAP));
            log().simulation().after(DOWN_MS, () -> recover(host));
        }
    }

    private static boolean isSwapping(SimNode host, LogPartition data) {
        return data.log().compaction().isRunning()
                && host.disk("data").list(data.log().directory()).stream()
                        .anyMatch(name -> name.endsWith(".swap"));
    }

    private void recover(SimNode host) {
        host.calm();
        if (!host.isUp()) {
            host.restart();
            boot(host);
        }
    }

    private void committed(TopicIdPartition partition, RecordBatch batch) {
        if (partition.topic().equals(TABLE)) {
            String name = partition.toString();
            models.computeIfAbsent(name, TableModel::new).add(batch);
        }
    }

    @Override
    protected void prepare() {
        int replicas = Math.min(3, log().brokers().size());
        NewTopic table =
                new NewTopic(TABLE, PARTITIONS, (short) replicas)
                        .configs(
                                Map.of(
                                        "cleanup.policy", "compact",
                                        "segment.bytes", "4096",
                                        "min.cleanable.dirty.ratio", "0.01",
                                        "delete.retention.ms", "3000"));
        var done =
                LeatAdminClient.on(
                                log().simulation().node("table-maker").ports(),
                                log().clientSettings())
                        .createTopics(List.of(table))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture();
        Check.that(log().simulation().runUntil(done::isDone, SETTLE_MS), "no table was made");
        done.join();
        log().simulation()
                .afterEveryTurn(
                        host -> {
                            watch().turned(host);
                            tables.turned(host);
                            strike(host);
                        });
    }

    @Override
    protected void lastFault() {
        compare("before the last fault");
        super.lastFault();
    }

    /** As {@link ClusterScenario#run}; then the table is read once more. */
    @Override
    public Report run() {
        Report report = super.run();
        if (forfeit() == null && report.anomalies().isEmpty()) {
            compactedAway = compare("in the end");
        }
        return report();
    }

    /** Reads the table; returns how much of it is not there any more. */
    private int compare(String when) {
        tables.judgeAll().forEach(wrong -> add(new Anomaly("replica", when + ", " + wrong)));
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TopicPartition(TABLE, i));
        }
        TableReader reader =
                new TableReader(log(), "table-reader-" + readers++, history(), partitions);
        reader.boot();
        if (!log().simulation().runUntil(reader::finished, READ_MS)) {
            add(
                    new Anomaly(
                            "stuck",
                            "the table is not read "
                                    + when
                                    + ": "
                                    + reader.where()
                                    + "\n"
                                    + watch().replicas()));
            return 0;
        }
        Map<String, List<ConsumerRecord<String, String>>> read = new HashMap<>();
        reader.found()
                .forEach(
                        each ->
                                read.computeIfAbsent(
                                                each.topic() + "-" + each.partition(),
                                                name -> new ArrayList<>())
                                        .add(each));
        int changes = 0;
        for (Map.Entry<String, TableModel> each : models.entrySet()) {
            changes += each.getValue().changes();
            each.getValue()
                    .judge(read.getOrDefault(each.getKey(), List.of()))
                    .forEach(
                            wrong ->
                                    add(new Anomaly(wrong.name(), when + ", " + wrong.evidence())));
        }
        return changes - reader.found().size();
    }
}
