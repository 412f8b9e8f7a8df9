package io.leat.clients.admin;

import java.util.OptionalInt;

/** Options of {@link Admin#describeFeatures}. */
public class DescribeFeaturesOptions extends AbstractOptions<DescribeFeaturesOptions> {

    private OptionalInt nodeId = OptionalInt.empty();

    /** The node to ask (default: any). */
    public DescribeFeaturesOptions nodeId(int nodeId) {
        this.nodeId = OptionalInt.of(nodeId);
        return this;
    }

    public OptionalInt nodeId() {
        return nodeId;
    }
}
