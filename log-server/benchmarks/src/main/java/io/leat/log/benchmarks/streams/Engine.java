package io.leat.log.benchmarks.streams;

import java.util.Properties;
import java.util.concurrent.atomic.LongAdder;

/** A streams library. Stateless. */
interface Engine {

    /** Which of the names in {@link Load#PROGRAMS} it knows is the same for all. */
    AutoCloseable start(String program, Properties settings, LongAdder seen);
}
