package io.leat.log.quorum;

import java.nio.ByteBuffer;

/**
 * Tells what a crash left at the end of the metadata log from damage to what was durable.
 * Stateless.
 *
 * <p>Writes go to disk one after the other, each forced before the next begins. So a crash can
 * leave only the last one incomplete: the file ends early, or sectors that did not arrive read as
 * zeros. Anything else in front of, or instead of, a whole batch was durable once and must not be
 * cut off: with it would go the topics it tells of, and then their data.
 */
final class MetadataTail {

    private static final int SECTOR = 512;

    /** Batches are recognised by more than this many bytes. */
    private static final int HEADER = 61;

    private MetadataTail() {}

    /** Whether a crash may have left {@code log} as it is from {@code from}, where no batch is. */
    static boolean leftByCrash(ByteBuffer log, int from) {
        return !isFollowedByAnotherWrite(log, from)
                && (endsEarly(log, from) || lacksASector(log, from));
    }

    private static boolean isFollowedByAnotherWrite(ByteBuffer log, int from) {
        int at = from + 1;
        while (at + HEADER <= log.limit()) {
            int size = MetadataBatchCodec.sizeAt(log, at);
            if (size > 0 && MetadataBatchCodec.writeBegan(log, at) > from) {
                return true;
            }
            at += Math.max(1, size);
        }
        return false;
    }

    private static boolean endsEarly(ByteBuffer log, int from) {
        int left = log.limit() - from;
        return left < HEADER || MetadataBatchCodec.declaredSizeAt(log, from) > left;
    }

    private static boolean lacksASector(ByteBuffer log, int from) {
        int at = from;
        while (at < log.limit()) {
            int end = Math.min(log.limit(), at - at % SECTOR + SECTOR);
            while (at < end && log.get(at) == 0) {
                at++;
            }
            if (at == end) {
                return true;
            }
            at = end;
        }
        return false;
    }
}
