package io.leat.log.broker.share;

import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What came of a request about one share-partition; the message is for people. */
record ShareError(ErrorCode error, @Nullable String message) {

    static final ShareError NONE = new ShareError(ErrorCode.NONE, null);

    static ShareError of(ErrorCode error) {
        return error == ErrorCode.NONE ? NONE : new ShareError(error, error.message() + ".");
    }
}
