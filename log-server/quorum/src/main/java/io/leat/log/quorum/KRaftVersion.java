package io.leat.log.quorum;

/** The levels of the feature {@code kraft.version}. */
public final class KRaftVersion {

    /** The voters are those of the settings, for ever. */
    public static final short STATIC_VOTERS = 0;

    /** The voters are in the log and can change (KIP-853). */
    public static final short VOTERS_IN_LOG = 1;

    static final short HIGHEST = VOTERS_IN_LOG;

    private KRaftVersion() {}
}
