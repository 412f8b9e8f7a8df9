package io.leat.log.runtime;

/** A text that must not be seen: it prints as {@code [hidden]}. Immutable. */
public record Secret(String text) {

    /** Kafka's word for a value that is not shown. */
    public static final String HIDDEN = "[hidden]";

    @Override
    public String toString() {
        return HIDDEN;
    }
}
