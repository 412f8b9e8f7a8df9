package io.leat.log.coordinator;

import io.leat.log.runtime.Timer;
import java.util.function.Function;

/**
 * Timers of a coordinator. They run on its loop as decisions of their own, and stop with it.
 *
 * @param <R> the coordinator's records
 */
public interface Timers<R> {

    /** Lets {@code decide} run after {@code delayMs}, unless the coordinator ends before. */
    Timer schedule(long delayMs, Function<Moment, Decision<R>> decide);
}
