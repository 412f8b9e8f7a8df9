package io.leat.log.benchmarks;

/**
 * One kind of load, applied to either side.
 *
 * @param <S> what is compared
 */
interface Scenario<S> {

    /** The word for {@code --only}. */
    String id();

    /** Runs once and adds what it measured. */
    void run(S side, Samples samples);

    /** On how many nodes it runs. */
    default int nodes() {
        return 1;
    }

    /** Whether it is run unless others are selected. */
    default boolean always() {
        return nodes() == 1;
    }

    /** How often it is run on each side before values count. */
    default int warmUps() {
        return 2;
    }
}
