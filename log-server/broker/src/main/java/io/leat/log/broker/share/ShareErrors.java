package io.leat.log.broker.share;

import io.leat.log.protocol.ErrorCode;

/** What consumers are told of errors of the share coordinator, of which they know nothing. */
final class ShareErrors {

    private ShareErrors() {}

    static ErrorCode ofCoordinator(ErrorCode error) {
        return switch (error) {
            case NONE, GROUP_ID_NOT_FOUND, UNKNOWN_TOPIC_OR_PARTITION -> error;
            case NOT_COORDINATOR, COORDINATOR_NOT_AVAILABLE, COORDINATOR_LOAD_IN_PROGRESS ->
                    ErrorCode.COORDINATOR_NOT_AVAILABLE;
            case FENCED_LEADER_EPOCH, FENCED_STATE_EPOCH -> ErrorCode.NOT_LEADER_OR_FOLLOWER;
            default -> ErrorCode.UNKNOWN_SERVER_ERROR;
        };
    }
}
