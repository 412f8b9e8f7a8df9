package io.leat.log.broker.data;

import io.leat.log.runtime.EventLoop;
import java.util.function.Consumer;

/** What partitions need of the rest of the cluster. Called on the partition's loop. */
public interface Replication {

    /** How long a follower may lack something before it is not in sync any more. */
    long lagMaxMs();

    /**
     * Whether the broker may be let into an ISR: it is alive, is not about to stop, and is the
     * process of this epoch (-1 if that is not known).
     */
    boolean isEligible(int brokerId, long brokerEpoch);

    /** The epoch of this broker, -1 if it is not registered. */
    long brokerEpoch();

    /** Whether another broker may lead by now what this one leads, which only has not heard it. */
    boolean maybeDeposed();

    /** Asks the controller once; {@code answered} runs on {@code loop}. */
    void propose(IsrProposal proposal, EventLoop loop, Consumer<IsrAnswer> answered);

    /** The partition follows the leader of its assignment from now on; replaces what was before. */
    void follow(LogPartition partition);

    /** The partition leads, has no leader, or closes. */
    void unfollow(LogPartition partition);

    /** Of a broker that has no others. */
    static Replication alone() {
        return new Replication() {
            @Override
            public long lagMaxMs() {
                return Long.MAX_VALUE;
            }

            @Override
            public boolean isEligible(int brokerId, long brokerEpoch) {
                return false;
            }

            @Override
            public long brokerEpoch() {
                return -1;
            }

            @Override
            public boolean maybeDeposed() {
                return false;
            }

            @Override
            public void propose(
                    IsrProposal proposal, EventLoop loop, Consumer<IsrAnswer> answered) {
                answered.accept(new IsrAnswer.Unknown());
            }

            @Override
            public void follow(LogPartition partition) {}

            @Override
            public void unfollow(LogPartition partition) {}
        };
    }
}
