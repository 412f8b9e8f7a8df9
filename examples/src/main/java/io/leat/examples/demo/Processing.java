package io.leat.examples.demo;

import io.leat.log.cli.CommandFailure;
import java.util.Optional;

/** The pipeline, run in this process or in one that is killed on the way. */
sealed interface Processing extends AutoCloseable permits Processing.Here, ChaosProcess {

    /** Looks after the pipeline; throws when it cannot go on. */
    void tend(Progress progress);

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
