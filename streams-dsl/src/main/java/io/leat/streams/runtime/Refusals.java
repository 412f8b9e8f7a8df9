package io.leat.streams.runtime;

import io.leat.common.errors.GroupIdNotFoundException;
import io.leat.common.errors.InconsistentGroupProtocolException;
import io.leat.common.errors.InvalidRequestException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TopologyException;

/**
 * Says to people what it means that a coordinator does not let an instance into its group. Brokers
 * only know of protocols. Immutable.
 *
 * @param protocol the {@code group.protocol} of the instance
 */
record Refusals(String application, String protocol) {

    /** What brokers say (KIP-1071) when a group has more than one member. */
    private static final String OTHER_TOPOLOGY = "Topology updates are not supported yet";

    /** What to report instead of {@code failure}; often just that. */
    Throwable explained(Throwable failure) {
        if (failure instanceof InconsistentGroupProtocolException
                || failure instanceof GroupIdNotFoundException) {
            return new StreamsException(
                    "The group of application "
                            + application
                            + " has members that share tasks in another way than this instance,"
                            + " whose setting is group.protocol="
                            + protocol
                            + ": other settings, or Kafka Streams. Stop those first, or give this"
                            + " instance another application.id.",
                    failure);
        }
        String message = failure.getMessage();
        if (failure instanceof InvalidRequestException
                && message != null
                && message.startsWith(OTHER_TOPOLOGY)) {
            return new TopologyException(otherTopology(application, ""), failure);
        }
        return failure;
    }

    /**
     * @param difference in brackets; empty if nobody knows
     */
    static String otherTopology(String application, String difference) {
        return "This instance runs another topology than the other instances of application "
                + application
                + ": tasks read other topics, or stores have other changelogs"
                + difference
                + ". Stop them all before one with a changed topology starts, or give this one"
                + " another application.id.";
    }
}
