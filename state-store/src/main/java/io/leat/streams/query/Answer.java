package io.leat.streams.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A result or a failure. Owned by whoever asked. */
final class Answer<R> implements QueryResult<R> {

    private final @Nullable R result;
    private final @Nullable FailureReason reason;
    private final @Nullable String message;
    private final List<String> executionInfo = new ArrayList<>();
    private @Nullable Position position;

    Answer(@Nullable R result, @Nullable FailureReason reason, @Nullable String message) {
        this.result = result;
        this.reason = reason;
        this.message = message;
    }

    @Override
    public void addExecutionInfo(String info) {
        executionInfo.add(info);
    }

    @Override
    public void setPosition(Position seen) {
        position = seen;
    }

    @Override
    public boolean isSuccess() {
        return reason == null;
    }

    @Override
    public boolean isFailure() {
        return reason != null;
    }

    @Override
    public List<String> getExecutionInfo() {
        return executionInfo;
    }

    @Override
    public @Nullable Position getPosition() {
        return position;
    }

    @Override
    public FailureReason getFailureReason() {
        if (reason == null) {
            throw noFailure();
        }
        return reason;
    }

    @Override
    public String getFailureMessage() {
        if (message == null) {
            throw noFailure();
        }
        return message;
    }

    private IllegalArgumentException noFailure() {
        return new IllegalArgumentException("Cannot get failure information of a success: " + this);
    }

    @Override
    public @Nullable R getResult() {
        if (reason != null) {
            throw new IllegalArgumentException("Cannot get the result of a failure: " + this);
        }
        return result;
    }

    @Override
    public String toString() {
        return reason == null
                ? "SucceededQueryResult{result=" + result + info()
                : "FailedQueryResult{failureReason="
                        + reason
                        + ", failure='"
                        + message
                        + '\''
                        + info();
    }

    private String info() {
        return ", executionInfo=" + executionInfo + ", position=" + position + '}';
    }
}
