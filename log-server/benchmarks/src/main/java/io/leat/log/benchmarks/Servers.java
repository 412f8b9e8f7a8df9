package io.leat.log.benchmarks;

import java.util.Map;

/** One server or several that serve a load together. Used by the harness's thread. */
interface Servers extends AutoCloseable {

    /** Where clients begin. */
    String bootstrap();

    /** Settings by which the clients of a load reach them. */
    default Map<String, Object> clients() {
        return Map.of("bootstrap.servers", bootstrap());
    }

    /** CPU of all processes so far. */
    double cpuSeconds();

    /** How much of it the JIT compilers used. */
    double compilerSeconds();

    @Override
    void close();
}
