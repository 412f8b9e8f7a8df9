package io.leat.examples.demo;

import io.leat.log.cli.CommandFailure;
import java.util.Optional;

/** The pipeline, run in this process or in several that are killed on the way. */
sealed interface Processing extends AutoCloseable permits Processing.Here, Processes {

    /** Looks after the pipeline; throws when it cannot go on. */
    void tend(Progress progress);

    /** Processes killed so far. */
    default int kills() {
        return 0;
    }

    /** Whether kills are still to come; the demo does not end before they have happened. */
    default boolean moreToCome(Progress progress) {
        return false;
    }

    @Override
    void close();

    /** The pipeline in this process. */
    record Here(Pipeline pipeline) implements Processing {
        @Override
        public void tend(Progress progress) {
            Optional<Throwable> failure = pipeline.failure();
            if (failure.isPresent()) {
                throw new CommandFailure(
                        "the pipeline stopped: " + failure.get().getMessage(), failure.get());
            }
        }

        @Override
        public void close() {
            pipeline.close();
        }
    }
}
