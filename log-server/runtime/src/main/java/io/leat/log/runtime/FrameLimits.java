package io.leat.log.runtime;

/**
 * Bounds on what a connection may hold.
 *
 * @param frameBytesMax largest frame accepted; a longer or negative length closes the connection
 * @param idleMs close after this long without a frame, or a good part of one, in either direction;
 *     0 means never
 * @param writeHighBytes {@link ConnectionHandler#onWritable} fires when pending bytes fall below
 *     half of this after having been above it
 */
public record FrameLimits(int frameBytesMax, long idleMs, int writeHighBytes) {

    /** 100 MiB frames, 10 minutes idle, 2 MiB of unread responses. */
    public static final FrameLimits DEFAULT = new FrameLimits(104_857_600, 600_000, 2 << 20);
}
