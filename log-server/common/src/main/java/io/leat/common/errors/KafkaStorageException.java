package io.leat.common.errors;

/** The broker's disk failed. */
public class KafkaStorageException extends InvalidMetadataException {

    private static final long serialVersionUID = 1L;

    public KafkaStorageException() {}

    public KafkaStorageException(String message) {
        super(message);
    }

    public KafkaStorageException(Throwable cause) {
        super(cause);
    }

    public KafkaStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
