package io.leat.log.broker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines about clients whose connections were closed, not too many. Safe on every loop. */
final class Complaints {

    static final int LINES_MAX = LineBudget.LINES_MAX;
    static final long WINDOW_MS = LineBudget.WINDOW_MS;

    private static final Logger log = LoggerFactory.getLogger(Complaints.class);

    private final LineBudget budget = new LineBudget();

    /** Logs why the connection of {@code client} was closed, or counts it. */
    void closed(Client client, String reason) {
        int number = budget.next(client.loop().clock().nanos());
        if (number <= LINES_MAX) {
            log.warn("Closed the connection of {}: {}", client, reason);
        }
        if (number == LINES_MAX) {
            log.warn("Further lines like this are left out for {} s", WINDOW_MS / 1_000);
        }
    }
}
