package io.leat.log.broker.metrics;

import io.leat.log.protocol.ApiKey;
import io.leat.log.runtime.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one loop counts. Owned by that loop: plain numbers, added up when somebody asks, so that
 * counting costs an addition and never waits for another loop.
 */
public final class LoopMetrics {

    private static final ApiKey[] KEYS = ApiKey.values();

    private final @Nullable RequestMetrics[] requests = new RequestMetrics[KEYS.length];
    private final Map<String, TopicTraffic> topics = new HashMap<>();
    private final Map<String, long[]> connections = new HashMap<>();

    /** Of all topics, also those that are gone by now. */
    private final TopicTraffic departed = new TopicTraffic();

    private long isrShrinks;
    private long isrExpands;

    /** Where requests for {@code key} are counted. */
    public RequestMetrics requests(ApiKey key) {
        RequestMetrics found = requests[key.ordinal()];
        if (found == null) {
            found = new RequestMetrics();
            requests[key.ordinal()] = found;
        }
        return found;
    }

    /** Where the traffic of {@code topic} is counted. */
    public TopicTraffic topic(String topic) {
        TopicTraffic found = topics.get(topic);
        if (found == null) {
            found = new TopicTraffic();
            topics.put(topic, found);
        }
        return found;
    }

    /** A connection came in on {@code listener}. */
    public void connected(String listener) {
        counts(listener)[0]++;
    }

    /** It ended. */
    public void disconnected(String listener) {
        counts(listener)[1]++;
    }

    private long[] counts(String listener) {
        return connections.computeIfAbsent(listener, name -> new long[2]);
    }

    /** The in-sync replicas of a partition led here became fewer, or more. */
    public void isrChanged(boolean fewer) {
        if (fewer) {
            isrShrinks++;
        } else {
            isrExpands++;
        }
    }

    /** Adds what {@code other} has, which is nobody else's at this moment. */
    public void add(LoopMetrics other, long nowNanos) {
        for (ApiKey key : KEYS) {
            RequestMetrics theirs = other.requests[key.ordinal()];
            if (theirs != null) {
                requests(key).add(theirs, nowNanos);
            }
        }
        other.topics.forEach((name, traffic) -> topic(name).add(traffic));
        departed.add(other.departed);
        other.connections.forEach(
                (name, theirs) -> {
                    counts(name)[0] += theirs[0];
                    counts(name)[1] += theirs[1];
                });
        isrShrinks += other.isrShrinks;
        isrExpands += other.isrExpands;
    }

    /**
     * What it counts, for another loop. Topics that are not among {@code existing} are forgotten;
     * what they add to the sums stays.
     */
    public LoopMetrics copy(EventLoop loop, Set<String> existing) {
        loop.checkInLoop();
        topics.entrySet()
                .removeIf(
                        entry -> {
                            boolean gone = !existing.contains(entry.getKey());
                            if (gone) {
                                departed.add(entry.getValue());
                            }
                            return gone;
                        });
        LoopMetrics copy = new LoopMetrics();
        copy.add(this, loop.clock().nanos());
        return copy;
    }

    /** Says what it counted. */
    public void report(Samples samples) {
        for (ApiKey key : KEYS) {
            RequestMetrics counted = requests[key.ordinal()];
            if (counted != null) {
                samples.requests(key, counted);
            }
        }
        TopicTraffic all = new TopicTraffic();
        all.add(departed);
        topics.forEach(
                (name, traffic) -> {
                    all.add(traffic);
                    samples.traffic(traffic, name);
                });
        samples.traffic(all);
        connections.forEach(
                (listener, counts) -> {
                    samples.add(Metric.CONNECTIONS, counts[0] - counts[1], listener);
                    samples.add(Metric.CONNECTIONS_OPENED, counts[0], listener);
                    samples.add(Metric.CONNECTIONS_CLOSED, counts[1], listener);
                });
        samples.add(Metric.ISR_SHRINKS, isrShrinks);
        samples.add(Metric.ISR_EXPANDS, isrExpands);
    }
}
