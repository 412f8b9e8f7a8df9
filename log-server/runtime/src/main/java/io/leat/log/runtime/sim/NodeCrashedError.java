package io.leat.log.runtime.sim;

/**
 * Ends code of a simulated node that has crashed: thrown out of the next port call it makes. It is
 * an {@link Error} so that handlers of ordinary failures do not mistake it for one.
 */
public final class NodeCrashedError extends Error {

    private static final long serialVersionUID = 1L;

    NodeCrashedError(String node) {
        super("simulated node " + node + " has crashed", null, false, false);
    }
}
