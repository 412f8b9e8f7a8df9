package io.leat.log.testkit.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes a record every few milliseconds and notes when each was acknowledged. Its thread sends;
 * others ask.
 */
final class WriteProbe implements AutoCloseable {

    private static final int INTERVAL_MS = 3;
    private static final int WINDOW = 2_000;
    private static final long PATIENCE_S = 60;

    private record Ack(long sentNanos, long ackedNanos) {}

    private final LiveProducer producer;
    private final Place place;
    private final Thread thread;
    private final Semaphore window = new Semaphore(WINDOW);
    private final List<Ack> acks = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private volatile boolean stopped;

    /** With the settings that a client has without any. */
    WriteProbe(Clients clients, String address, Place place) {
        this.producer = clients.producer(Map.of("bootstrap.servers", address));
        this.place = place;
        this.thread = new Thread(this::run, "probe-" + clients.name() + "-" + place);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (long number = 0; !stopped; number++) {
                window.tryAcquire(1, TimeUnit.SECONDS);
                long sent = System.nanoTime();
                producer.send(
                        place,
                        thread.getName() + number,
                        (offset, failure) -> answered(sent, failure));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void answered(long sent, Exception failure) {
        window.release();
        if (failure == null) {
            acks.add(new Ack(sent, System.nanoTime()));
        } else {
            failures.add(Errors.text(failure));
        }
        notifyAll();
    }

    /** How long after {@code nanos} the first record that was sent since then was acknowledged. */
    synchronized long msToAckAfter(long nanos) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        int from = 0;
        while (true) {
            for (; from < acks.size(); from++) {
                if (acks.get(from).sentNanos >= nanos) {
                    return TimeUnit.NANOSECONDS.toMillis(acks.get(from).ackedNanos - nanos);
                }
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException(thread.getName() + ": nothing is acknowledged");
            }
            wait(100);
        }
    }

    /** The longest time without an acknowledgement since {@code nanos}. */
    synchronized long longestGapMs(long nanos) {
        long before = nanos;
        long longest = 0;
        for (Ack ack : acks) {
            if (ack.ackedNanos >= nanos) {
                longest = Math.max(longest, ack.ackedNanos - before);
                before = ack.ackedNanos;
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, System.nanoTime() - before));
    }

    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
        producer.close();
    }
}
