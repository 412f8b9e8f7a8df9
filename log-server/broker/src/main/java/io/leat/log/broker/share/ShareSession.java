package io.leat.log.broker.share;

import java.util.List;

/**
 * What a member of a share group fetches from this broker. Immutable.
 *
 * @param key whose it is
 * @param epoch the one its next request has to have
 * @param connection it ends with this connection
 */
record ShareSession(Key key, int epoch, List<SharePart> partitions, long connection) {

    static final int OPENS = 0;
    static final int CLOSES = -1;

    /** Whose session it is. */
    record Key(String group, String member) {}

    ShareSession next(List<SharePart> now) {
        int following = epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
        return new ShareSession(key, following, now, connection);
    }
}
