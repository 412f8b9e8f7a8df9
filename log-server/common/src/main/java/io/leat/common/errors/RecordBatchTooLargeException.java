package io.leat.common.errors;

/** The record batch is larger than a segment may be. */
public class RecordBatchTooLargeException extends InvalidConfigurationException {

    private static final long serialVersionUID = 1L;

    public RecordBatchTooLargeException() {}

    public RecordBatchTooLargeException(String message, Throwable cause) {
        super(message, cause);
    }

    public RecordBatchTooLargeException(String message) {
        super(message);
    }

    public RecordBatchTooLargeException(Throwable cause) {
        super(cause);
    }
}
