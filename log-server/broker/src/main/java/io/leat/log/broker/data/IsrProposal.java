package io.leat.log.broker.data;

import io.leat.log.broker.partition.TopicIdPartition;
import java.util.List;

/**
 * The in-sync replicas that a leader wants for its partition. Immutable.
 *
 * @param leaderEpoch under which it leads
 * @param partitionEpoch of the state it knows: the controller takes no other
 * @param before how many are in sync as far as it knows
 */
public record IsrProposal(
        TopicIdPartition partition,
        int leaderEpoch,
        int partitionEpoch,
        List<Member> isr,
        int before) {

    /**
     * One of them.
     *
     * @param brokerEpoch of the process that fetched, -1 if it is not known (KIP-903)
     */
    public record Member(int id, long brokerEpoch) {}

    public IsrProposal {
        isr = List.copyOf(isr);
    }

    List<Integer> ids() {
        return isr.stream().map(Member::id).toList();
    }
}
