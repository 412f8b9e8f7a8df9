package io.leat.log.quorum.controller;

import io.leat.log.quorum.image.PartitionImage;
import java.util.List;

/**
 * Chooses the leader of a partition; every decision that can move a leader asks here. Stateless.
 *
 * <pre>
 *   the present leader, if it is live and in the ISR
 *   else the first live replica of the ISR         } everything committed is there
 *   else the first live eligible leader (KIP-966)  }
 *   else the present leader, if it is in the ISR and still there: it is about to stop
 *   else the last leader, once no other replica is known to have more   } marked as recovering:
 *   else, if an unclean election is allowed, the first live replica     } records may be lost
 *   else nobody
 * </pre>
 */
final class LeaderElection {

    /** How much is asked for. */
    enum Kind {
        /** Keep the leader if it can go on. */
        IF_NEEDED,
        /** Move to the preferred leader if that loses nothing. */
        PREFERRED,
        /** A leader with less than everything is better than none. */
        UNCLEAN
    }

    /**
     * Who may be chosen, in a partition as it is about to be.
     *
     * @param replicas the preferred leader first, those that are being taken away last
     */
    record Field(
            List<Integer> replicas,
            List<Integer> isr,
            List<Integer> elr,
            List<Integer> lastKnown,
            int leader) {}

    /**
     * The leader, or -1.
     *
     * @param unclean whether it may lack committed records
     */
    record Outcome(int leader, boolean unclean) {

        static final Outcome NOBODY = new Outcome(PartitionImage.NO_LEADER, false);
    }

    private LeaderElection() {}

    static Outcome elect(Field field, Liveness brokers, Kind kind) {
        int preferred = field.replicas().get(0);
        if (kind == Kind.PREFERRED && inSync(field, brokers, preferred)) {
            return new Outcome(preferred, false);
        }
        if (inSync(field, brokers, field.leader())) {
            return new Outcome(field.leader(), false);
        }
        for (int replica : field.replicas()) {
            if (inSync(field, brokers, replica)) {
                return new Outcome(replica, false);
            }
        }
        for (int replica : field.replicas()) {
            if (field.elr().contains(replica) && brokers.live(replica)) {
                return new Outcome(replica, false);
            }
        }
        if (field.isr().contains(field.leader()) && brokers.present(field.leader())) {
            return new Outcome(field.leader(), false);
        }
        return withLoss(field, brokers, kind);
    }

    private static boolean inSync(Field field, Liveness brokers, int replica) {
        return field.isr().contains(replica)
                && field.replicas().contains(replica)
                && brokers.live(replica);
    }

    private static Outcome withLoss(Field field, Liveness brokers, Kind kind) {
        if (field.isr().isEmpty() && field.elr().isEmpty() && field.lastKnown().size() == 1) {
            int last = field.lastKnown().get(0);
            if (field.replicas().contains(last) && brokers.live(last)) {
                return new Outcome(last, true);
            }
        }
        if (kind == Kind.UNCLEAN) {
            for (int replica : field.replicas()) {
                if (brokers.live(replica)) {
                    return new Outcome(replica, true);
                }
            }
        }
        return Outcome.NOBODY;
    }
}
