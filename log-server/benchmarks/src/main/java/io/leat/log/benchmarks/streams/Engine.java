package io.leat.log.benchmarks.streams;

import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;

/** A streams library. Stateless. */
interface Engine {

    /** An application that was started. */
    interface Application extends AutoCloseable {

        /** Whether all its tasks run. */
        boolean running();

        /** What its stores took out of changelogs. */
        Restored restored();

        @Override
        void close();
    }

    /** Which of the names in {@link Load#PROGRAMS} it knows is the same for all. */
    Application start(String program, Properties settings, LongAdder seen);

    static Engine of(String word) {
        return word.equals("leat") ? new LeatEngine() : new KafkaEngine();
    }
}
