package io.leat.log.broker.share;

import io.leat.log.coordinator.share.StateBatch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring records of a share-partition to which the same has happened. Owned by its {@link
 * InFlight}.
 */
final class Run {

    /** The records that were first handed out together; null if nobody has had them. */
    record Origin(long first, long last) {
        long size() {
            return last - first + 1;
        }
    }

    private long first;
    private final long last;
    private final @Nullable Origin origin;
    private DeliveryState state;
    private int deliveries;
    private @Nullable String member;
    private long deadlineMs;

    /** Whether the state is not durable yet; until then nobody can have or acknowledge it. */
    private boolean pending;

    Run(long first, long last, @Nullable Origin origin, DeliveryState state, int deliveries) {
        this.first = first;
        this.last = last;
        this.origin = origin;
        this.state = state;
        this.deliveries = deliveries;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    long size() {
        return last - first + 1;
    }

    @Nullable Origin origin() {
        return origin;
    }

    DeliveryState state() {
        return state;
    }

    int deliveries() {
        return deliveries;
    }

    boolean isPending() {
        return pending;
    }

    boolean isFree() {
        return state == DeliveryState.AVAILABLE && !pending;
    }

    boolean isHeldBy(String who) {
        return isHeld() && who.equals(member);
    }

    /** Whether a consumer has it and has said nothing yet. */
    boolean isHeld() {
        return state == DeliveryState.ACQUIRED && !pending;
    }

    boolean isSettled() {
        return state.isDone() && !pending;
    }

    long deadlineMs() {
        return deadlineMs;
    }

    /** Cuts off what is before {@code at}, and returns it. */
    Run splitBefore(long at) {
        Run before = new Run(first, at - 1, origin, state, deliveries);
        before.member = member;
        before.deadlineMs = deadlineMs;
        before.pending = pending;
        first = at;
        return before;
    }

    void acquire(String by, long untilMs) {
        state = DeliveryState.ACQUIRED;
        deliveries++;
        member = by;
        deadlineMs = untilMs;
    }

    void renew(long untilMs) {
        deadlineMs = untilMs;
    }

    /** Goes into another state, for good only after {@link #settle}. */
    void intend(DeliveryState next) {
        state = next;
        pending = true;
    }

    /** What was intended is durable, or never will be: then the consumer has it as before. */
    void settle(boolean durable) {
        pending = false;
        if (durable) {
            member = null;
        } else {
            state = DeliveryState.ACQUIRED;
        }
    }

    /** Goes into another state at once. */
    void become(DeliveryState next) {
        state = next;
        pending = false;
        member = null;
    }

    StateBatch batch() {
        return new StateBatch(first, last, state.code(), (short) deliveries);
    }

    /** Whether it and {@code next}, its neighbour, are one. */
    boolean continues(Run next) {
        return !pending
                && !next.pending
                && state == next.state
                && deliveries == next.deliveries
                && Objects.equals(origin, next.origin)
                && (state != DeliveryState.ACQUIRED
                        || deadlineMs == next.deadlineMs && Objects.equals(member, next.member));
    }

    /** Takes what is before it into it. */
    void takeIn(Run before) {
        first = before.first;
    }

    @Override
    public String toString() {
        return first + "-" + last + " " + state + " " + deliveries + (pending ? " pending" : "");
    }
}
