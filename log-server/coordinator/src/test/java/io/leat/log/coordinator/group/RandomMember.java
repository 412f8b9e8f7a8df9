package io.leat.log.coordinator.group;

import io.leat.log.protocol.ErrorCode;
import java.util.Random;
import java.util.function.Function;

/**
 * A member as the protocol wants it, that loses answers, repeats requests, falls silent and comes
 * back: it gives up first, and takes when told.
 *
 * @param <Q> its heartbeat
 * @param <R> the answer
 */
public abstract class RandomMember<Q, R> {

    private final String name;
    private final Random random;
    private final Function<Q, R> coordinator;
    private String id;
    private int epoch;
    private boolean alive = true;
    private int lives;

    protected RandomMember(String name, Random random, Function<Q, R> coordinator) {
        this.name = name;
        this.random = random;
        this.coordinator = coordinator;
        this.id = name + "-0";
    }

    public final String id() {
        return id;
    }

    public final int epoch() {
        return epoch;
    }

    public final boolean isMember() {
        return alive && epoch > 0;
    }

    // ---- what differs between kinds of groups ----

    protected abstract Q request();

    protected abstract ErrorCode error(R response);

    protected abstract int epoch(R response);

    /** An answer without error: what it is told, if anything, it has to give up at once. */
    protected abstract void accepted(R response);

    /** Whether it was told what it may take. */
    protected abstract boolean wasTold();

    protected abstract void takeOver();

    /** It has nothing any more, and was told nothing. */
    protected abstract void forget();

    /** The next request says everything. */
    protected abstract void sayAll();

    /** Tells the coordinator that it goes. */
    protected abstract void tellLeaving();

    // ---- what it does ----

    public final void step() {
        if (!alive) {
            return;
        }
        if (wasTold() && random.nextInt(3) > 0) {
            takeOver();
            return;
        }
        Q request = request();
        R response = coordinator.apply(request);
        if (random.nextInt(6) == 0) {
            if (random.nextBoolean()) {
                response = coordinator.apply(request); // the answer was lost: the same again
            } else {
                sayAll(); // the answer was lost
                return;
            }
        }
        answered(response);
    }

    /** Does what it is told, and asks again. */
    public final void comply() {
        takeOver();
        answered(coordinator.apply(request()));
    }

    private void answered(R response) {
        switch (error(response)) {
            case NONE -> {
                epoch = epoch(response);
                accepted(response);
            }
            case FENCED_MEMBER_EPOCH, UNKNOWN_MEMBER_ID, GROUP_ID_NOT_FOUND -> abandon();
            default -> throw new AssertionError(response.toString());
        }
    }

    /** Gives up everything, and joins again. */
    public final void abandon() {
        forget();
        epoch = 0;
    }

    public final void die() {
        alive = false;
    }

    public final void revive() {
        if (!alive) {
            abandon();
            id = name + "-" + ++lives;
            alive = true;
        }
    }

    public final void leave() {
        if (isMember()) {
            forget();
            tellLeaving();
            abandon();
        }
    }
}
