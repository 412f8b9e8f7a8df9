package io.leat.log.benchmarks;

/** One server or several that serve a load together. Used by the harness's thread. */
interface Servers extends AutoCloseable {

    /** Where clients begin. */
    String bootstrap();

    /** CPU of all processes so far. */
    double cpuSeconds();

    /** How much of it the JIT compilers used. */
    double compilerSeconds();

    @Override
    void close();
}
