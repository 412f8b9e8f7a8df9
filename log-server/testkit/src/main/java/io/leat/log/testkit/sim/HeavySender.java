package io.leat.log.testkit.sim;

import io.leat.log.testkit.history.History;

/** A {@link Sender} of large records, under a name for which quotas may be set. */
public class HeavySender extends Sender {

    /** Bytes of each value. */
    public static final int VALUE_BYTES = 24_000;

    /** Requests on their way to one node. */
    public static final int IN_FLIGHT = 5;

    private static final String PADDING = "x".repeat(VALUE_BYTES);

    private final String clientId;

    public HeavySender(
            SimulatedLog log,
            String name,
            History history,
            String topic,
            int partitions,
            int count,
            String clientId) {
        super(log, name, history, topic, partitions, count);
        this.clientId = clientId;
    }

    @Override
    protected Object[] settings() {
        return new Object[] {
            "delivery.timeout.ms",
            60_000,
            "max.block.ms",
            60_000,
            "client.id",
            clientId,
            "max.in.flight.requests.per.connection",
            IN_FLIGHT
        };
    }

    @Override
    protected String value(int number) {
        String name = super.value(number);
        return name + PADDING.substring(name.length());
    }
}
