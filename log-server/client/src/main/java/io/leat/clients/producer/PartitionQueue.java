package io.leat.clients.producer;

import io.leat.common.TopicPartition;
import java.util.ArrayList;
import java.util.List;

/**
 * The batches of one partition on their way: at most one open, sealed ones in order, and those with
 * the broker. Open and sealed batches are guarded by its monitor; the rest is owned by the loop.
 */
final class PartitionQueue {

    final TopicPartition partition;
    private ProducerBatch open;
    private final List<ProducerBatch> sealed = new ArrayList<>();

    // Owned by the loop.
    /** Batches that were sent and have not ended, in order of their sequence. */
    final List<ProducerBatch> outstanding = new ArrayList<>();

    int inFlight;
    private Identity identity = Identity.NONE;
    private int nextSequence;
    private int lastAcked = -1;

    /** A batch ended without our knowing whether the broker has it. */
    private boolean unresolved;

    PartitionQueue(TopicPartition partition) {
        this.partition = partition;
    }

    // ---- under the monitor ----

    ProducerBatch open() {
        return open;
    }

    void open(ProducerBatch batch) {
        seal();
        open = batch;
    }

    void seal() {
        if (open != null) {
            sealed.add(open);
            open = null;
        }
    }

    synchronized int depth() {
        return sealed.size() + (open == null ? 0 : 1);
    }

    synchronized boolean hasSealed() {
        return !sealed.isEmpty();
    }

    /** The first batch to send; seals the open one for it when {@code sealOpen}. */
    synchronized ProducerBatch head(boolean sealOpen) {
        if (sealed.isEmpty() && sealOpen) {
            seal();
        }
        return sealed.isEmpty() ? null : sealed.get(0);
    }

    /** When the oldest batch was begun, or -1 when there is none. */
    synchronized long oldestMs() {
        return !sealed.isEmpty() ? sealed.get(0).createdMs : open == null ? -1 : open.createdMs;
    }

    synchronized long openedMs() {
        return open == null ? -1 : open.createdMs;
    }

    synchronized void remove(ProducerBatch batch) {
        sealed.remove(batch);
        if (open == batch) {
            open = null;
        }
    }

    /** All batches that are not with the broker; they are no longer in the queue. */
    synchronized List<ProducerBatch> takeAll() {
        seal();
        List<ProducerBatch> all = new ArrayList<>(sealed);
        sealed.clear();
        return all;
    }

    /** Queues again what was sent before, in front of everything that was sent after it. */
    synchronized void requeue(ProducerBatch batch) {
        int position = outstanding.indexOf(batch);
        int at = 0;
        while (at < sealed.size()) {
            int other = outstanding.indexOf(sealed.get(at));
            if (other < 0 || other > position) {
                break;
            }
            at++;
        }
        sealed.add(at, batch);
    }

    // ---- on the loop ----

    boolean idle() {
        return depth() == 0 && outstanding.isEmpty();
    }

    /** The first batch without an end, or null. */
    ProducerBatch firstOutstanding() {
        return outstanding.isEmpty() ? null : outstanding.get(0);
    }

    Identity identity() {
        return identity;
    }

    /**
     * Whether {@code head} may go out now under {@code current}; numbers it when it is new.
     *
     * <p>A batch that is sent again waits until it is the first without an answer, and new ones
     * wait for it: when its first attempt was appended, a batch behind it would be acknowledged
     * before it, and callbacks would run out of order. New batches also wait while a gap in the
     * sequence is possible, and until all old ones ended when the identity has changed: their
     * sequence starts at 0 then.
     */
    boolean admit(ProducerBatch head, Identity current, int maxInFlight) {
        if (head.baseSequence >= 0) {
            return !head.beingWritten() && outstanding.indexOf(head) == 0;
        }
        if (!identity.equals(current)) {
            if (!outstanding.isEmpty()) {
                return false;
            }
            identity = current;
            nextSequence = 0;
            lastAcked = -1;
            unresolved = false;
        }
        boolean recovering =
                !outstanding.isEmpty() && (lastAcked < 0 || outstanding.get(0).attempts > 1);
        if (unresolved || recovering || outstanding.size() >= maxInFlight) {
            return false;
        }
        head.baseSequence = nextSequence;
        nextSequence = Sequencing.increment(nextSequence, head.count());
        return true;
    }

    void acknowledged(ProducerBatch batch) {
        outstanding.remove(batch);
        if (batch.baseSequence >= 0) {
            lastAcked = Sequencing.increment(batch.baseSequence, batch.count() - 1);
        }
    }

    /** Whether the broker waits for exactly this batch. */
    boolean isNext(ProducerBatch batch) {
        int expected = lastAcked < 0 ? 0 : Sequencing.increment(lastAcked, 1);
        return batch.baseSequence == expected;
    }

    boolean unresolved() {
        return unresolved;
    }

    /** The batch ended and the broker may or may not have it: a gap is possible. */
    void lost(ProducerBatch batch) {
        outstanding.remove(batch);
        if (batch.baseSequence >= 0) {
            unresolved = true;
        }
    }

    /** The broker refused the batch for good: what follows moves up in the sequence. */
    void refused(ProducerBatch batch) {
        int position = outstanding.indexOf(batch);
        outstanding.remove(batch);
        if (batch.baseSequence < 0 || position < 0) {
            return;
        }
        nextSequence = Sequencing.decrement(nextSequence, batch.count());
        for (ProducerBatch later : outstanding.subList(position, outstanding.size())) {
            later.baseSequence = Sequencing.decrement(later.baseSequence, batch.count());
            later.sequenceReset = true;
        }
    }

    /** Whether a gap remains for certain, now that nothing is outstanding. */
    boolean needsNewIdentity() {
        if (!unresolved || !outstanding.isEmpty()) {
            return false;
        }
        int expected = lastAcked < 0 ? 0 : Sequencing.increment(lastAcked, 1);
        if (expected == nextSequence) {
            unresolved = false;
            return false;
        }
        return true;
    }

    /** Puts the parts of a batch that was too large in its place. */
    void replace(ProducerBatch whole, List<ProducerBatch> parts) {
        int position = outstanding.indexOf(whole);
        outstanding.remove(whole);
        outstanding.addAll(Math.max(0, position), parts);
        for (ProducerBatch part : parts) {
            requeue(part);
        }
    }
}
