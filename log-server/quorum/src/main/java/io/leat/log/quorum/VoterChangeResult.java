package io.leat.log.quorum;

import io.leat.log.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What came of a change of the voters. Immutable.
 *
 * @param message why it was refused, for people
 */
public record VoterChangeResult(ErrorCode error, @Nullable String message) {

    static final VoterChangeResult DONE = new VoterChangeResult(ErrorCode.NONE, null);
}
