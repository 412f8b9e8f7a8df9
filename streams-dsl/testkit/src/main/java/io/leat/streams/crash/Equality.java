package io.leat.streams.crash;

/** In which sense the records of a topic have to be those of the calm run; the strictest first. */
public enum Equality {
    /** For each key the same values, timestamps and headers in the same order. */
    EXACT("keys, values, timestamps, headers and the order of each key"),
    /** For each key the same values in the same order. */
    VALUES_IN_ORDER("keys, values and the order of each key"),
    /** For each key the same values, each as often, in any order. */
    VALUES_IN_ANY_ORDER("keys and values in any order"),
    /** For each key the same last value. */
    LAST_VALUES("the last value of each key"),
    /** For each key at least the values of the calm run: all that at_least_once promises. */
    NOTHING_LOST("keys and values, each at least once");

    private final String compared;

    Equality(String compared) {
        this.compared = compared;
    }

    /** What is compared. */
    String compared() {
        return compared;
    }
}
