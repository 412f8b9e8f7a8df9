package io.leat.log.coordinator.share;

import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What the share coordinator answers about one share-partition. Immutable.
 *
 * @param message for people; null without an error
 * @param state what is known; null with an error, and where nothing is. With FENCED_STATE_EPOCH the
 *     newer one that is kept, if it could be asked for
 */
public record ShareAnswer(ErrorCode error, @Nullable String message, @Nullable ShareState state) {

    /** It is done. */
    public static final ShareAnswer DONE = new ShareAnswer(ErrorCode.NONE, null, null);

    public static ShareAnswer of(@Nullable ShareState state) {
        return new ShareAnswer(ErrorCode.NONE, null, state);
    }

    public ShareAnswer with(@Nullable ShareState kept) {
        return new ShareAnswer(error, message, kept);
    }

    public static ShareAnswer failed(ErrorCode error) {
        return failed(error, error.message() + ".");
    }

    static ShareAnswer failed(ErrorCode error, String message) {
        return new ShareAnswer(error, message, null);
    }
}
