package io.leat.log.broker;

import io.leat.log.protocol.RequestHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log lines about requests that took long, not too many. Time a client itself asked to be kept
 * waiting does not count. Safe on every loop.
 */
public final class SlowRequests {

    /** Nothing is too slow. */
    static final SlowRequests NONE = new SlowRequests(-1);

    private static final Logger log = LoggerFactory.getLogger(SlowRequests.class);
    private static final long NANOS_PER_MS = 1_000_000;

    private final long thresholdMs;
    private final LineBudget budget = new LineBudget();

    /**
     * @param thresholdMs what takes longer is logged; nothing if negative
     */
    public SlowRequests(long thresholdMs) {
        this.thresholdMs = thresholdMs;
    }

    /** A request of {@code bytes} was answered after {@code nanos}. */
    void look(Client client, RequestHeader header, int bytes, long nanos, long patienceMs) {
        long ms = nanos / NANOS_PER_MS;
        if (thresholdMs < 0 || ms - patienceMs <= thresholdMs) {
            return;
        }
        int number = budget.next(client.loop().clock().nanos());
        if (number <= LineBudget.LINES_MAX) {
            log.warn(
                    "Slow request: ms={} asked_to_wait_ms={} api={} version={} client={}"
                            + " client_id={} principal={} listener={} bytes={}",
                    ms,
                    patienceMs,
                    header.apiKey(),
                    header.apiVersion(),
                    client,
                    header.clientId(),
                    client.principal(),
                    client.listener(),
                    bytes);
        }
        if (number == LineBudget.LINES_MAX) {
            log.warn("Further slow requests are left out for {} s", LineBudget.WINDOW_MS / 1_000);
        }
    }
}
