package io.leat.log.quorum.controller;

import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Works out one change of one partition: what is wanted is set first, then {@link #record} settles
 * reassignment, eligible leaders and leader. Used by one decision, once.
 *
 * <p>Eligible leader replicas (KIP-966): as long as the ISR is smaller than min.insync.replicas
 * nothing is committed, so whoever left it since has everything committed still, unless a crash
 * took it away. They are the ELR. It is empty whenever the ISR is large enough.
 */
final class PartitionChange {

    private final TopicImage topic;
    private final PartitionImage before;
    private final Liveness brokers;
    private final ReplicationRules rules;

    private List<Integer> replicas;
    private List<Integer> isr;
    private List<Integer> adding;
    private List<Integer> removing;
    private List<Integer> elr = List.of();
    private List<Integer> lastKnown;
    private byte recovery;
    private Set<Integer> withLoss = Set.of();
    private LeaderElection.Kind kind = LeaderElection.Kind.IF_NEEDED;
    private boolean newEpoch;

    /**
     * @param brokers who may lead once the decision holds
     */
    PartitionChange(
            TopicImage topic, PartitionImage before, Liveness brokers, ReplicationRules rules) {
        this.topic = topic;
        this.before = before;
        this.brokers = brokers.of(before);
        this.rules = rules;
        this.replicas = before.replicas();
        this.isr = before.isr();
        this.adding = before.addingReplicas();
        this.removing = before.removingReplicas();
        this.lastKnown = before.lastKnownElr();
        this.recovery = before.leaderRecoveryState();
        if (rules.unclean(topic.name())) {
            kind = LeaderElection.Kind.UNCLEAN;
        }
    }

    PartitionChange isr(List<Integer> wanted) {
        isr = wanted;
        return this;
    }

    PartitionChange withoutInIsr(int broker) {
        if (isr.contains(broker)) {
            isr = isr.stream().filter(replica -> replica != broker).toList();
        }
        return this;
    }

    /** These replicas may have lost committed records: they are neither in sync nor eligible. */
    PartitionChange lostRecords(int broker) {
        withLoss = Set.of(broker);
        return withoutInIsr(broker);
    }

    PartitionChange replicas(
            List<Integer> wanted, List<Integer> wantedAdding, List<Integer> wantedRemoving) {
        replicas = wanted;
        adding = wantedAdding;
        removing = wantedRemoving;
        return this;
    }

    PartitionChange recovery(byte state) {
        recovery = state;
        return this;
    }

    PartitionChange election(LeaderElection.Kind wanted) {
        kind = wanted;
        return this;
    }

    /** The leader begins a new epoch even if it stays the same. */
    PartitionChange newEpoch() {
        newEpoch = true;
        return this;
    }

    /** The record that makes the change, or null if nothing changes. */
    @Nullable PartitionChangeRecord record() {
        completeReassignment();
        settleEligible();
        LeaderElection.Outcome outcome =
                LeaderElection.elect(
                        new LeaderElection.Field(
                                stayingFirst(), isr, elr, lastKnown, before.leader()),
                        brokers,
                        kind);
        int leader = outcome.leader();
        if (outcome.unclean()) {
            isr = List.of(leader);
            elr = List.of();
            lastKnown = List.of();
            recovery = recoveryAfterLoss();
        } else if (leader != PartitionImage.NO_LEADER && !isr.contains(leader)) {
            isr = List.of(leader); // it was eligible: none of the ISR is live
            settleEligible();
        }
        check(leader);
        boolean decided = leader != before.leader() || mustRaiseEpoch(leader);
        return changed(decided) ? record(decided, leader) : null;
    }

    /** An only replica has nobody to wait for who may have more: it is done at once. */
    private byte recoveryAfterLoss() {
        return replicas.size() == 1 ? PartitionImage.RECOVERED : PartitionImage.RECOVERING;
    }

    private List<Integer> stayingFirst() {
        if (removing.isEmpty()) {
            return replicas;
        }
        // While replicas are moving, those that leave may still lead: the rest may not be ready.
        return Stream.concat(
                        replicas.stream().filter(r -> !removing.contains(r)),
                        replicas.stream().filter(removing::contains))
                .toList();
    }

    /**
     * Replicas leave once all that came are in sync, and those that stay are enough to commit:
     * taking copies away must not make committed records less safe than min.insync.replicas says.
     */
    private void completeReassignment() {
        if (adding.isEmpty() && removing.isEmpty()) {
            return;
        }
        List<Integer> target = replicas.stream().filter(r -> !removing.contains(r)).toList();
        List<Integer> inSync = isr.stream().filter(target::contains).toList();
        if (inSync.containsAll(adding)
                && inSync.stream().anyMatch(brokers::live)
                && inSync.size() >= rules.minIsr(topic.name(), target.size())) {
            replicas = target;
            isr = inSync;
            adding = List.of();
            removing = List.of();
        }
    }

    private void settleEligible() {
        // Those that come count once they are in sync: until then a topic that gets more replicas
        // must not need more of them.
        if (isr.size() >= rules.minIsr(topic.name(), replicas.size() - adding.size())) {
            elr = List.of();
            lastKnown = List.of();
            return;
        }
        List<Integer> complete = new ArrayList<>(replicas.size());
        for (Integer replica : replicas) {
            boolean had = before.isr().contains(replica) || before.elr().contains(replica);
            if (had && !isr.contains(replica) && !withLoss.contains(replica)) {
                complete.add(replica);
            }
        }
        elr = List.copyOf(complete);
        if (isr.isEmpty() && before.hasLeader()) {
            lastKnown = List.of(before.leader());
        }
    }

    /** Replicas that were taken away must not fetch on in the old epoch. */
    private boolean mustRaiseEpoch(int leader) {
        return leader != PartitionImage.NO_LEADER
                && (newEpoch || !replicas.containsAll(before.replicas()));
    }

    private boolean changed(boolean decided) {
        return decided
                || !isr.equals(before.isr())
                || !replicas.equals(before.replicas())
                || !adding.equals(before.addingReplicas())
                || !removing.equals(before.removingReplicas())
                || !elr.equals(before.elr())
                || !lastKnown.equals(before.lastKnownElr())
                || recovery != before.leaderRecoveryState();
    }

    private PartitionChangeRecord record(boolean decided, int leader) {
        PartitionChangeRecord.Builder record =
                PartitionChangeRecord.builder().topicId(topic.id()).partitionId(before.partition());
        if (decided) {
            record.leader(leader);
        }
        if (recovery != before.leaderRecoveryState()) {
            record.leaderRecoveryState(recovery);
        }
        return record.isr(ifChanged(isr, before.isr()))
                .replicas(ifChanged(replicas, before.replicas()))
                .addingReplicas(ifChanged(adding, before.addingReplicas()))
                .removingReplicas(ifChanged(removing, before.removingReplicas()))
                .eligibleLeaderReplicas(ifChanged(elr, before.elr()))
                .lastKnownElr(ifChanged(lastKnown, before.lastKnownElr()))
                .build();
    }

    private static @Nullable List<Integer> ifChanged(List<Integer> now, List<Integer> before) {
        return now.equals(before) ? null : now;
    }

    private void check(int leader) {
        Check.that(replicas.containsAll(isr), "a replica in sync is none of the partition");
        Check.that(
                leader == PartitionImage.NO_LEADER || isr.contains(leader),
                "the leader is not in sync");
    }
}
