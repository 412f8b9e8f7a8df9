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

        boolean appliesTo(R record) {
            return predicate == null || predicate.test(record) != negate;
        }
    }

    private final List<Step<R>> steps;

    TransformChain(List<Step<R>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The transformed record; null when a transform dropped it. */
    @Nullable R apply(R record) {
        R current = record;
        for (Step<R> step : steps) {
            if (step.appliesTo(current)) {
                R next = step.transform().apply(current);
                if (next == null) {
                    return null;
                }
                current = next;
            }
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
