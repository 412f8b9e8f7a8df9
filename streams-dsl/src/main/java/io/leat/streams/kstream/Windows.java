package io.leat.streams.kstream;

import java.util.Map;

/**
 * Says which windows a record belongs to by its time alone. Extend it for windows of your own: of
 * fixed size, found by their start.
 */
public abstract class Windows<W extends Window> {

    protected static final long DEPRECATED_DEFAULT_24_HR_GRACE_PERIOD = 24 * 60 * 60 * 1000L;
    protected static final long NO_GRACE_PERIOD = 0L;

    protected Windows() {}

    /** The windows that hold {@code timestamp}, by their start, in milliseconds. */
    public abstract Map<Long, W> windowsFor(long timestamp);

    /** The size of each window in milliseconds. */
    public abstract long size();

    /** How long after its end a window still takes records, in milliseconds. */
    public abstract long gracePeriodMs();
}
