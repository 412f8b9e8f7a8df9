package io.leat.log.testkit.cluster;

/**
 * A replica leads that lost acknowledged records because its disk had not kept what it forced:
 * nothing is promised of this run any more.
 */
public final class Forfeit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Forfeit(String what) {
        super(what);
    }
}
