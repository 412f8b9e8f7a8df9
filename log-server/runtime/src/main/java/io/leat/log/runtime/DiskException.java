package io.leat.log.runtime;

/** The disk failed: an I/O error, no space, a missing file. Its owner decides what goes offline. */
public final class DiskException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure, for code that decides; the message is for people. */
    public enum Kind {
        /** The device or file system reported an error. */
        IO,
        /** No space, or over quota. */
        FULL,
        /** The file is not there. */
        MISSING
    }

    private final Kind kind;

    public DiskException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public DiskException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
