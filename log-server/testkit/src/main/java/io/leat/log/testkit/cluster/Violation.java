package io.leat.log.testkit.cluster;

/** An invariant of the cluster does not hold. */
public final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    Violation(String what) {
        super(what);
    }
}
