package io.leat.streams.task;

/** A failure that its handler decided not to survive: it passes all nodes on its way up. */
final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String node;

    FailedException(String node, Throwable cause) {
        super(cause);
        this.node = node;
    }

    String node() {
        return node;
    }
}
