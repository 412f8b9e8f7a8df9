package io.leat.log.testkit.live;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of the workload with a thread of its own, which repeats its step until it is told to
 * stop and then ends what it began.
 */
abstract class LiveActor {

    private static final long PATIENCE_MS = 150_000;

    final String name;
    final Recorder recorder;
    private final Thread thread;
    private volatile boolean stopping;

    LiveActor(String name, Recorder recorder) {
        this.name = name;
        this.recorder = recorder;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Does one thing. */
    abstract void step() throws Exception;

    /** Ends what is open; what was sent is acknowledged by then. */
    abstract void finish() throws Exception;

    private void run() {
        try {
            while (!stopping) {
                step();
            }
            finish();
        } catch (Exception e) {
            recorder.trouble(name, "went on", e, false);
        }
    }

    final void start() {
        thread.start();
    }

    final void stop() {
        stopping = true;
    }

    final boolean stopping() {
        return stopping;
    }

    final void join() throws InterruptedException {
        thread.join(PATIENCE_MS);
        if (thread.isAlive()) {
            StringBuilder where = new StringBuilder();
            for (StackTraceElement frame : thread.getStackTrace()) {
                where.append("\n    at ").append(frame);
            }
            recorder.anomaly("stuck", name + " does not end" + where);
        }
    }

    static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    static void rest(int maxMs) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random(maxMs) + 1));
    }

    /** Settings of a client: {@code more} are names and values in turn. */
    static Map<String, String> settings(String address, String... more) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", address);
        settings.put("reconnect.backoff.max.ms", "200");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }
}
