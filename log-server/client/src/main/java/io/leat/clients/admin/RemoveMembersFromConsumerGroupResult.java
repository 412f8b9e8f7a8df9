package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#removeMembersFromConsumerGroup}. */
public class RemoveMembersFromConsumerGroupResult {

    private final KafkaFuture<Void> all;
    private final Map<MemberToRemove, KafkaFuture<Void>> futures;

    RemoveMembersFromConsumerGroupResult(
            KafkaFuture<Void> all, Map<MemberToRemove, KafkaFuture<Void>> futures) {
        this.all = all;
        this.futures = futures;
    }

    /** Succeeds when all are removed. */
    public KafkaFuture<Void> all() {
        return all;
    }

    /** The outcome for one member that was named. */
    public KafkaFuture<Void> memberResult(MemberToRemove member) {
        return Futures.of(futures, member);
    }
}
