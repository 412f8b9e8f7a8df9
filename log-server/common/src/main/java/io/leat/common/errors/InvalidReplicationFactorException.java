package io.leat.common.errors;

/** The replication factor is below 1 or above the number of brokers. */
public class InvalidReplicationFactorException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    public InvalidReplicationFactorException(String message) {
        super(message);
    }

    public InvalidReplicationFactorException(String message, Throwable cause) {
        super(message, cause);
    }
}
