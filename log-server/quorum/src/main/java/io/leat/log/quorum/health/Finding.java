package io.leat.log.quorum.health;

/**
 * One thing a person should know about the cluster. Immutable.
 *
 * @param text what is so, why, and what to do
 */
public record Finding(Severity severity, String text) {

    /** How bad it is, the worst first. */
    public enum Severity {
        /** Something cannot be read or written now. */
        DOWN,
        /** Something cannot be written with acks=all, or records may be lost. */
        AT_RISK,
        /** Everything works, with fewer copies or brokers than there should be. */
        DEGRADED,
        /** Something is under way. */
        MOVING,
        /** All is well. */
        GOOD
    }

    @Override
    public String toString() {
        return severity + ": " + text;
    }
}
