package io.leat.log.broker.coordinator;

import io.leat.log.broker.ProducerIds;
import io.leat.log.coordinator.transaction.ProducerIdSource;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Some producer ids held ready, so that a coordinator decides without waiting for the controller.
 * Safe on every loop. Ids that are not used when the broker stops are lost, as those of a block
 * are.
 */
final class ProducerIdReserve implements ProducerIdSource {

    private static final int READY = 16;

    private final ProducerIds ids;
    private final ConcurrentLinkedQueue<Long> ready = new ConcurrentLinkedQueue<>();

    /** How many are in {@link #ready} or on their way there. */
    private final AtomicInteger expected = new AtomicInteger();

    ProducerIdReserve(ProducerIds ids) {
        this.ids = ids;
    }

    @Override
    public OptionalLong next() {
        Long id = ready.poll();
        if (id != null) {
            expected.decrementAndGet();
        }
        refill();
        return id == null ? OptionalLong.empty() : OptionalLong.of(id);
    }

    /** Asks for what is missing. */
    void refill() {
        while (expected.getAndIncrement() < READY) {
            ids.next(ready::add, error -> expected.decrementAndGet());
        }
        expected.decrementAndGet();
    }
}
