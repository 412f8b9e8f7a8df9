package io.leat.connect.runtime;

import io.leat.connect.errors.ConnectException;
import io.leat.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task does about a record that cannot be converted or transformed: tries again, skips it,
 * or fails (KIP-298). Owned by the task's thread.
 */
final class ErrorPolicy {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorPolicy.class);
    private static final long FIRST_DELAY_MS = 300;

    private final TaskLoop task;
    private final ConnectorConfig connector;

    /** Something that can fail. */
    interface Step<T> {
        @Nullable T run() throws Exception;
    }

    ErrorPolicy(TaskLoop task, ConnectorConfig connector) {
        this.task = task;
        this.connector = connector;
    }

    /** Runs {@code step}; a retriable failure again and again until errors.retry.timeout. */
    <T> @Nullable T perform(FailedStep.Stage stage, Class<?> culprit, Step<T> step)
            throws FailedStep, InterruptedException {
        long begin = task.nowMs();
        long most = Math.max(1, connector.retryDelayMaxMs());
        long delay = Math.min(FIRST_DELAY_MS, most);
        while (true) {
            try {
                return step.run();
            } catch (RetriableException | io.leat.common.errors.RetriableException e) {
                long timeout = connector.retryTimeoutMs();
                boolean late = timeout >= 0 && task.nowMs() - begin + delay > timeout;
                if (late || task.stopping()) {
                    throw new FailedStep(stage, culprit, e);
                }
                task.waitFor(delay);
                delay = Math.min(delay * 2, most);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new FailedStep(stage, culprit, e);
            }
        }
    }

    /** As {@link #perform}, for steps that have to give something. */
    <T> T demand(FailedStep.Stage stage, Class<?> culprit, Step<T> step)
            throws FailedStep, InterruptedException {
        T result = perform(stage, culprit, step);
        if (result == null) {
            throw new FailedStep(stage, culprit, new ConnectException("it gave nothing"));
        }
        return result;
    }

    /**
     * Returns when the record may be skipped.
     *
     * @param where names the record for people: where it came from, not what is in it
     * @throws ConnectException when it may not
     */
    void tolerate(FailedStep failure, String where, Object record) {
        if (!connector.toleratesErrors() || task.stopping()) {
            throw new ConnectException(
                    "cannot handle the record "
                            + where
                            + ": "
                            + failure.getMessage()
                            + ". Set errors.tolerance=all to skip such records.",
                    failure.reason());
        }
        if (connector.logsErrors()) {
            LOG.atError()
                    .addKeyValue("task", task.id())
                    .addKeyValue("stage", failure.stage())
                    .addKeyValue("record", connector.logsRecords() ? record : where)
                    .setCause(failure.reason())
                    .log("record skipped");
        } else {
            LOG.atDebug()
                    .addKeyValue("task", task.id())
                    .addKeyValue("record", where)
                    .log("record skipped");
        }
    }
}
