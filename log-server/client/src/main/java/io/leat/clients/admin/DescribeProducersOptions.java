package io.leat.clients.admin;

import java.util.OptionalInt;

/** Options of {@link Admin#describeProducers}. */
public class DescribeProducersOptions extends AbstractOptions<DescribeProducersOptions> {

    private OptionalInt brokerId = OptionalInt.empty();

    /** Asks this broker, instead of the leaders. */
    public DescribeProducersOptions brokerId(int brokerId) {
        this.brokerId = OptionalInt.of(brokerId);
        return this;
    }

    public OptionalInt brokerId() {
        return brokerId;
    }
}
