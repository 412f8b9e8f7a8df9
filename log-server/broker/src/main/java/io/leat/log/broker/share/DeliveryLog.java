package io.leat.log.broker.share;

import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.coordinator.share.StateBatch;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes durable what happens to the records of a share-partition: one write at a time, and all that
 * comes meanwhile in the next one. Owned by the loop of the partition.
 */
final class DeliveryLog {

    /** Where it is kept. */
    interface States {

        /** See {@link io.leat.log.broker.share.state.ShareStates#write}. */
        void write(Update update, int stateEpoch, Consumer<ShareAnswer> done);
    }

    private record Change(List<Run> runs, List<StateBatch> batches, Consumer<ErrorCode> done) {

        /** What does not happen if it is not written. */
        List<StateBatch> intended() {
            return runs.isEmpty() ? List.of() : batches;
        }
    }

    private final SharePartitionKey key;
    private final int leaderEpoch;
    private final States states;
    private final Runnable fenced;
    private List<Change> queued = new ArrayList<>();

    /** What has happened, and could not be written: no start may pass it before it is. */
    private List<StateBatch> untold = new ArrayList<>();

    private InFlight inFlight = new InFlight(0, List.of());
    private int stateEpoch;

    /** So far all is done, as the coordinator knows, if nothing else is in flight. */
    private long knownTo;

    private boolean writing;
    private final List<Runnable> whenQuiet = new ArrayList<>();

    /**
     * @param fenced runs when another leader or another state has taken over
     */
    DeliveryLog(SharePartitionKey key, int leaderEpoch, States states, Runnable fenced) {
        this.key = key;
        this.leaderEpoch = leaderEpoch;
        this.states = states;
        this.fenced = fenced;
    }

    void begin(InFlight of, int epoch) {
        inFlight = of;
        stateEpoch = epoch;
        knownTo = doneTo();
    }

    private long doneTo() {
        return inFlight.start() + inFlight.doneCount();
    }

    /** Writes what is intended with {@code runs}, and settles them. */
    void write(List<Run> runs, Consumer<ErrorCode> done) {
        add(new Change(runs, runs.stream().map(Run::batch).toList(), done));
    }

    /** Writes what has happened already; if that fails, with what is written next. */
    void tell(List<StateBatch> batches) {
        add(new Change(List.of(), batches, error -> {}));
    }

    /**
     * Tells where the group stands if nothing is in flight and that is not known: what came last
     * was for nobody, or its end could not be told, and the group would seem to lag behind it.
     */
    void tellStart() {
        if (!writing && inFlight.isEmpty() && inFlight.start() > knownTo) {
            tell(List.of());
        }
    }

    /** Runs {@code action} as soon as nothing is left to write. */
    void whenQuiet(Runnable action) {
        if (writing) {
            whenQuiet.add(action);
        } else {
            action.run();
        }
    }

    private void add(Change change) {
        queued.add(change);
        if (!writing) {
            writeQueued();
        }
    }

    private void writeQueued() {
        List<Change> now = queued;
        queued = new ArrayList<>();
        List<StateBatch> batches = untold;
        untold = new ArrayList<>();
        now.forEach(each -> batches.addAll(each.batches));
        long doneTo = doneTo();
        writing = true;
        states.write(
                new Update(key, 0, leaderEpoch, inFlight.start(), inFlight.doneCount(), batches),
                stateEpoch,
                answer -> {
                    knownTo = answer.error() == ErrorCode.NONE ? doneTo : knownTo;
                    written(now, batches, answer);
                });
    }

    private void written(List<Change> changes, List<StateBatch> batches, ShareAnswer answer) {
        boolean durable = answer.error() == ErrorCode.NONE;
        if (!durable) {
            changes.forEach(each -> batches.removeAll(each.intended()));
            untold = batches;
        }
        ErrorCode error = ShareErrors.ofCoordinator(answer.error());
        changes.forEach(each -> inFlight.settle(each.runs, durable));
        if (error == ErrorCode.NOT_LEADER_OR_FOLLOWER) {
            fenced.run();
        }
        changes.forEach(each -> each.done.accept(error));
        writing = false;
        if (!queued.isEmpty()) {
            writeQueued();
            return;
        }
        List<Runnable> quiet = List.copyOf(whenQuiet);
        whenQuiet.clear();
        quiet.forEach(Runnable::run);
    }
}
