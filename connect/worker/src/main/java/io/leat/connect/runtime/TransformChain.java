package io.leat.connect.runtime;

import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.transforms.Transformation;
import io.leat.connect.transforms.predicates.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transforms of one task, one after the other. Owned by the task's thread. */
final class TransformChain<R extends ConnectRecord<R>> implements AutoCloseable {

    /** A transform, and when it applies. */
    record Step<R extends ConnectRecord<R>>(
            Transformation<R> transform, @Nullable Predicate<R> predicate, boolean negate) {

        @Nullable R apply(R record) {
            boolean applies = predicate == null || predicate.test(record) != negate;
            return applies ? transform.apply(record) : record;
        }
    }

    private final List<Step<R>> steps;

    TransformChain(List<Step<R>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The transformed record; null when a transform dropped it. */
    @Nullable R apply(R record, ErrorPolicy errors) throws FailedStep, InterruptedException {
        R current = record;
        for (Step<R> step : steps) {
            R before = current;
            R next =
                    errors.perform(
                            FailedStep.Stage.TRANSFORMATION,
                            step.transform().getClass(),
                            () -> step.apply(before));
            if (next == null) {
                return null;
            }
            current = next;
        }
        return current;
    }

    @Override
    public void close() {
        for (Step<R> step : steps) {
            step.transform().close();
            Predicate<R> predicate = step.predicate();
            if (predicate != null) {
                predicate.close();
            }
        }
    }
}
