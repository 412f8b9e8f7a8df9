package io.leat.log.testkit.cluster;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.LeatAdminClient;
import io.leat.common.quota.ClientQuotaAlteration;
import io.leat.common.quota.ClientQuotaEntity;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import io.leat.log.testkit.history.Anomaly;
import io.leat.log.testkit.history.Operation.Outcome;
import io.leat.log.testkit.history.Operation.Sent;
import io.leat.log.testkit.sim.HeavySender;
import io.leat.log.testkit.sim.Prober;
import io.leat.log.testkit.sim.Report;
import io.leat.log.testkit.sim.Sender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ClusterScenario} whose plain senders want more than they may have: their records are
 * large, a quota allows them less, all readers share another one, and nodes have little memory for
 * requests. At first nothing fails: then quotas hold, and a client without one is served as if it
 * were alone. After that the faults of the plan strike. All the time a node's requests take no more
 * memory than they may, and in the end they take none. Owned by the thread that calls {@link #run}.
 */
public final class PressureScenario extends ClusterScenario {

    private static final String HEAVY = "heavy";
    private static final int HEAVY_RECORDS = 80;
    private static final long CALM_MS = 10_000;
    private static final long SETTLE_MS = 60_000;

    /** Of one broker, each second. */
    private static final long PRODUCED_BYTES = 50_000;

    private static final long FETCHED_BYTES = 200_000;
    private static final long WINDOW_SECONDS = 2;
    private static final long MEMORY_BYTES = 64 << 10;

    /** Below this a connection does not wait for memory. */
    private static final long SMALL_BYTES = 64 << 10;

    /** What all the small requests of others take at most. */
    private static final long OTHERS_BYTES = 32 << 10;

    /** Headers, keys and what frames a batch. */
    private static final long FRAME_BYTES = 1_000;

    /** So many connections of one sender may have requests that are not answered, if one breaks. */
    private static final int ENDED_TOO = 3;

    /** What a client without quota waits for an answer while others are held up. */
    private static final long HARM_MS = 250;

    /** What a look at the clock takes on a broker: a request needs one at least. */
    private static final long LOOK_NANOS = 50_000;

    /** Of one broker's time, in percent. */
    private static final double REQUEST_PERCENTAGE = 0.1;

    private static final String BUSY = "busy";
    private static final int LIGHT_PAUSE_MS = 50;

    private long mostMemory;
    private long heldUp;
    private long lightMs;
    private boolean calm;

    public PressureScenario(long seed) {
        super(seed, plan(seed));
    }

    private static ClusterPlan plan(long seed) {
        try (Simulation dice = new Simulation(seed)) {
            ClusterPlan drawn = ClusterPlan.draw(dice.entropy("plan"), Set.of());
            Map<String, String> settings = new HashMap<>();
            settings.put("queued.max.request.bytes", String.valueOf(MEMORY_BYTES));
            settings.put("quota.window.num", String.valueOf(WINDOW_SECONDS));
            settings.put("log.segment.bytes", "262144");
            return drawn.set(settings);
        }
    }

    /** The most memory that requests took on any node. */
    public long mostMemory() {
        return mostMemory;
    }

    /** How many turns found more memory taken than the setting says. */
    public long heldUp() {
        return heldUp;
    }

    /** The longest time that a client without quota waited for an answer while nothing failed. */
    public long lightMs() {
        return lightMs;
    }

    @Override
    protected void prepare() {
        Admin admin =
                LeatAdminClient.on(
                        log().simulation().node("quota-setter").ports(), log().clientSettings());
        List<ClientQuotaAlteration> quotas = new ArrayList<>();
        quotas.add(quota(HEAVY, "producer_byte_rate", PRODUCED_BYTES));
        quotas.add(quota(null, "consumer_byte_rate", FETCHED_BYTES));
        quotas.add(quota(BUSY, "request_percentage", REQUEST_PERCENTAGE));
        var done = admin.alterClientQuotas(quotas).all().toCompletionStage().toCompletableFuture();
        Check.that(log().simulation().runUntil(done::isDone, SETTLE_MS), "quotas were not set");
        done.join();
        Check.that(log().simulation().runUntil(this::allKnowQuotas, SETTLE_MS), "quotas unknown");
        log().brokers().forEach(host -> host.looksAtClockTake(LOOK_NANOS));
        log().simulation()
                .afterEveryTurn(
                        host -> {
                            watch().turned(host);
                            memory(host);
                        });
    }

    private static ClientQuotaAlteration quota(
            @Nullable String clientId, String key, double value) {
        Map<String, @Nullable String> entity = new HashMap<>();
        entity.put(ClientQuotaEntity.CLIENT_ID, clientId);
        return new ClientQuotaAlteration(
                new ClientQuotaEntity(entity), List.of(new ClientQuotaAlteration.Op(key, value)));
    }

    private boolean allKnowQuotas() {
        return log().brokers().stream()
                .map(log()::node)
                .allMatch(node -> node.broker().image().quotas().all().size() == 3);
    }

    private void memory(SimNode host) {
        if (!log().brokers().contains(host)) {
            return;
        }
        BrokerNode node = log().node(host);
        if (!node.booted()) {
            return;
        }
        long used = node.broker().requestMemory().usedBytes();
        mostMemory = Math.max(mostMemory, used);
        heldUp += used > MEMORY_BYTES ? 1 : 0;
        long bound = bound(calm ? senders() : ENDED_TOO * senders(), largest());
        if (used < 0 || used > bound) {
            throw new Violation(
                    "requests take " + used + " bytes on " + host + ", and may take " + bound);
        }
    }

    /** While there is too much, each connection may have something small and one request more. */
    private static long bound(long connections, long largest) {
        return Math.max(MEMORY_BYTES, connections * SMALL_BYTES)
                + connections * largest
                + OTHERS_BYTES;
    }

    private long senders() {
        return clientHosts().stream().filter(host -> host.name().startsWith("sender-")).count();
    }

    /** A request has a batch for each partition, and a large record is a batch. */
    private long largest() {
        return partitions() * (HeavySender.VALUE_BYTES + FRAME_BYTES);
    }

    @Override
    protected Sender plainSender(String name) {
        return new HeavySender(log(), name, history(), input(), partitions(), HEAVY_RECORDS, HEAVY);
    }

    @Override
    protected void suffer() {
        long began = log().simulation().nowMs();
        Prober light = prober("light", LIGHT_PAUSE_MS);
        Prober busy = prober(BUSY, 0);
        calm = true;
        light.boot();
        busy.boot();
        if (!within(light::finished, "a client without quota is not served")
                || !within(busy::finished, "a client with a quota of time is not served")) {
            return;
        }
        requestsHeld(busy.sent(), log().simulation().nowMs() - began);
        lightMs = light.worstMs();
        if (lightMs > HARM_MS || light.errors() > 0) {
            add(
                    new Anomaly(
                            "harmed",
                            "a client without quota waited "
                                    + lightMs
                                    + " ms, and failed times: "
                                    + light.errors()));
        }
        calm = false;
        quotasHeld(log().simulation().nowMs() - began);
        super.suffer();
    }

    private Prober prober(String name, int pauseMs) {
        return new Prober(log(), name, history(), input(), partitions(), name, CALM_MS, pauseMs);
    }

    /** Each request takes a look at the clock at least, and is paid for before the next one. */
    private void requestsHeld(int requests, long ms) {
        double nanosPerMs = REQUEST_PERCENTAGE / 100 * 1e6;
        int leaders = Math.min(log().brokers().size(), partitions());
        double allowed = leaders * (nanosPerMs * (ms + 1_000 * WINDOW_SECONDS) / LOOK_NANOS + 1);
        if (requests > allowed) {
            add(
                    new Anomaly(
                            "request-quota",
                            requests + " requests in " + ms + " ms, allowed: " + allowed));
        }
    }

    /** What is under way when a connection is not read from any more was taken all the same. */
    private void quotasHeld(long ms) {
        long bytes = 0;
        for (var operation : operations()) {
            if (operation instanceof Sent sent && sent.outcome() == Outcome.DONE) {
                bytes += sent.value().length();
            }
        }
        int leaders = Math.min(log().brokers().size(), partitions());
        long underWay = senders() * HeavySender.IN_FLIGHT * largest();
        long allowed = leaders * PRODUCED_BYTES * (ms + 1_000 * WINDOW_SECONDS) / 1_000 + underWay;
        if (bytes > allowed) {
            add(new Anomaly("quota", bytes + " bytes in " + ms + " ms, allowed: " + allowed));
        }
    }

    /** As {@link ClusterScenario#run}; then nothing is left of any request. */
    @Override
    public Report run() {
        Report report = super.run();
        if (forfeit() == null && report.anomalies().isEmpty()) {
            boolean atRest = log().simulation().runUntil(this::noneUnderWay, SETTLE_MS);
            if (!atRest) {
                add(new Anomaly("memory", "requests that are over take memory"));
            }
        }
        return report();
    }

    /** Others than the fetches of followers, which wait for records. */
    private boolean noneUnderWay() {
        return log().brokers().stream()
                .map(log()::node)
                .allMatch(node -> node.broker().requestMemory().usedBytes() < SMALL_BYTES / 8);
    }
}
