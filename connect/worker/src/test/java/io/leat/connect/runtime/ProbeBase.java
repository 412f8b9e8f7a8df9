package io.leat.connect.runtime;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What a test and a task that the worker makes by reflection share, found by connector name. */
class ProbeBase {

    private static final Map<String, ProbeBase> PROBES = new ConcurrentHashMap<>();

    final AtomicInteger starts = new AtomicInteger();
    final AtomicInteger stops = new AtomicInteger();
    final BlockingQueue<String> signal = new LinkedBlockingQueue<>();

    /** Failures to throw, one a call. */
    final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();

    static <P extends ProbeBase> P of(String name, Class<P> kind, Supplier<P> maker) {
        return kind.cast(PROBES.computeIfAbsent(name, key -> maker.get()));
    }

    void maybeFail() {
        RuntimeException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}
