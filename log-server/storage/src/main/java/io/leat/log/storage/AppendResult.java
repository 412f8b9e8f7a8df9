package io.leat.log.storage;

/**
 * Where a batch is.
 *
 * @param duplicate whether it had been appended before and nothing was written now
 * @param logAppendTime the broker's time, -1 if records keep their own
 */
public record AppendResult(
        long baseOffset, long lastOffset, long logAppendTime, boolean duplicate) {}
