package io.leat.log.testkit.sim;

import io.leat.common.KafkaException;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.testkit.history.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A client program on a machine of its own. When its machine crashes it starts again; when one of
 * its clients gives up with an error it makes new ones. What it recorded survives, as a test's
 * notebook would.
 */
public abstract class Actor {

    private static final long PAUSE_AFTER_ERROR_MS = 100;

    private final SimulatedLog log;
    private final String name;
    private final SimNode host;
    private final History history;
    private int clients;
    private int errors;
    private boolean finished;

    protected Actor(SimulatedLog log, String name, History history) {
        this.log = log;
        this.name = name;
        this.host = log.simulation().node(name);
        this.history = history;
    }

    /** Works until there is no more to do; an error of a client ends the attempt. */
    protected abstract void work(Ports ports);

    public final String name() {
        return name;
    }

    public final SimNode host() {
        return host;
    }

    /** Whether its work is done. */
    public final boolean finished() {
        return finished;
    }

    /** How often a client gave up with an error. */
    public final int errors() {
        return errors;
    }

    protected final History history() {
        return history;
    }

    /** A name that no earlier attempt had. */
    protected final String incarnation() {
        return name + "#" + clients;
    }

    /** Starts the program on its machine, which is up. */
    public final void boot() {
        if (!finished) {
            Ports ports = host.ports();
            ports.threads().start("application", () -> live(ports));
        }
    }

    private void live(Ports ports) {
        while (!finished) {
            clients++;
            try {
                work(ports);
                finished = true;
            } catch (KafkaException e) {
                errors++;
                rest(ports);
            }
        }
    }

    private static void rest(Ports ports) {
        try {
            ports.threads().sleep(PAUSE_AFTER_ERROR_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The settings of {@link SimulatedLog#clientSettings} and these. */
    protected final Map<String, Object> with(Object... keysAndValues) {
        Map<String, Object> settings = new HashMap<>(log.clientSettings());
        List<Object> list = List.of(keysAndValues);
        for (int i = 0; i < list.size(); i += 2) {
            settings.put((String) list.get(i), list.get(i + 1));
        }
        return settings;
    }

    /** As {@link #with}, for a producer: it has no calls of that timeout. */
    protected final Map<String, Object> producing(Object... keysAndValues) {
        Map<String, Object> settings = with(keysAndValues);
        settings.remove("default.api.timeout.ms");
        return settings;
    }

    /** The settings of a consumer of {@code group} that notices quickly who is gone. */
    protected final Map<String, Object> consumerSettings(String group, String assignor) {
        return with(
                "group.id",
                group,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false,
                "session.timeout.ms",
                3_000,
                "heartbeat.interval.ms",
                1_000,
                "max.poll.interval.ms",
                10_000,
                "max.poll.records",
                20,
                "partition.assignment.strategy",
                assignor);
    }

    /** As {@link #consumerSettings}, where the coordinator assigns and watches (KIP-848). */
    protected final Map<String, Object> assignedSettings(String group) {
        Map<String, Object> settings = consumerSettings(group, "");
        settings.put("group.protocol", "consumer");
        settings.remove("session.timeout.ms");
        settings.remove("heartbeat.interval.ms");
        settings.remove("partition.assignment.strategy");
        return settings;
    }
}
