package io.leat.log.runtime.sim.fuzz;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * Runs one kind of hostile input many times: no case may throw, and the memory of the process must
 * not grow with them. Stateless; the caller's thread does all.
 */
public final class Fuzz {

    /** How many cases a long run has: {@code -Dfuzz.cases=N}. */
    public static final long MANY = Long.getLong("fuzz.cases", 1_000_000);

    private static final long FIRST = Long.getLong("fuzz.first", 0);
    private static final long GROWTH_MAX = 16 << 20;

    private Fuzz() {}

    /** One case. */
    public interface Case {

        /** Throws what should not happen; refusals are for the case to expect. */
        void run(Damage damage) throws Exception;
    }

    /**
     * Runs so many cases.
     *
     * @throws AssertionError if one fails, with its number: {@code -Dfuzz.first=NUMBER} begins
     *     there
     */
    public static void run(String kind, long cases, Case each) {
        long warm = FIRST + cases / 5;
        long before = 0;
        for (long number = FIRST; number < FIRST + cases; number++) {
            if (number == warm) {
                before = used();
            }
            try {
                each.run(new Damage(number));
            } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("case " + number + " of " + kind + ": " + e, e);
            }
        }
        long grown = used() - before;
        if (grown > GROWTH_MAX) {
            throw new AssertionError(kind + " made the process grow by " + grown + " bytes");
        }
    }

    /** What is alive on the heap, and what lies beside it. */
    private static long used() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long bytes = runtime.totalMemory() - runtime.freeMemory();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            bytes += pool.getMemoryUsed();
        }
        return bytes;
    }
}
