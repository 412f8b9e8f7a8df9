package io.leat.clients.producer;

import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClusterView;
import io.leat.clients.network.Errors;
import io.leat.clients.producer.ProduceRequests.Sent;
import io.leat.common.Node;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.TransactionAbortedException;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends batches that are due to the leaders of their partitions, as many requests at a time as
 * {@code max.in.flight.requests.per.connection} allows. Owned by the client's loop; {@link #wake},
 * {@link #work} and the flush counter may be used by any thread.
 */
final class Sender {

    private final ClientIo io;
    private final EventLoop loop;
    private final Accumulator accumulator;
    private final BufferPool pool;
    private final ProducerSettings settings;
    private final BatchCodec codec;
    private final ProduceRequests requests;
    private final Transactions transactions;
    private final ProducerStats stats;
    private final Outcomes outcomes;
    private final Queue<PartitionQueue> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    final AtomicInteger flushing = new AtomicInteger();

    private final Set<PartitionQueue> active = new LinkedHashSet<>();
    private final Map<Integer, Integer> inFlight = new HashMap<>();
    private Timer timer;
    private long timerAtMs;

    Sender(
            ClientIo io,
            Accumulator accumulator,
            BufferPool pool,
            ProducerSettings settings,
            Transactions transactions,
            ProducerStats stats) {
        this.io = io;
        this.loop = io.loop();
        this.accumulator = accumulator;
        this.pool = pool;
        this.settings = settings;
        this.codec =
                new BatchCodec(
                        settings.compression(),
                        settings.compressionLevel(),
                        settings.transactionalId() != null);
        this.requests = new ProduceRequests(settings);
        this.transactions = transactions;
        this.stats = stats;
        this.outcomes = new Outcomes(io, accumulator, settings, transactions, stats);
        io.metadata().onChange(view -> wake());
    }

    /** A queue has something new. */
    void work(PartitionQueue queue) {
        arrived.add(queue);
        wake();
    }

    /** Looks for work soon. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            loop.execute(
                    () -> {
                        woken.set(false);
                        drain();
                    });
        }
    }

    private long now() {
        return loop.clock().millis();
    }

    private void drain() {
        for (PartitionQueue queue = arrived.poll(); queue != null; queue = arrived.poll()) {
            active.add(queue);
        }
        long now = now();
        boolean hurry = flushing.get() > 0 || transactions.ending() || pool.exhausted();
        long next = Long.MAX_VALUE;
        Map<Integer, List<PartitionQueue>> byLeader = new HashMap<>();
        boolean leaderMissing = false;
        ClusterView view = io.metadata().view();
        for (Iterator<PartitionQueue> all = active.iterator(); all.hasNext(); ) {
            PartitionQueue queue = all.next();
            next = Math.min(next, expire(queue, now));
            if (queue.needsNewIdentity()) {
                transactions.sequenceBroken();
            }
            if (queue.idle()) {
                all.remove();
                continue;
            }
            long due = dueMs(queue, view, now, hurry);
            if (due > now) {
                next = Math.min(next, due);
                continue;
            }
            Node leader = view.cluster().leaderFor(queue.partition);
            if (leader == null) {
                leaderMissing = true;
            } else {
                byLeader.computeIfAbsent(leader.id(), id -> new ArrayList<>()).add(queue);
            }
        }
        byLeader.forEach((leader, queues) -> sendTo(leader, queues, view, now, hurry));
        if (leaderMissing) {
            io.metadata().refresh();
            next = Math.min(next, now + settings.backoff().afterMs(1, io.entropy()));
        }
        transactions.advance(accumulator.incomplete().isEmpty());
        plan(next);
    }

    /**
     * When the queue's first batch may be sent; far away when it has none. What an old leader
     * refused goes to the new one without waiting (KIP-951).
     */
    private long dueMs(PartitionQueue queue, ClusterView view, long now, boolean hurry) {
        ProducerBatch head = queue.head(false);
        if (head != null) {
            boolean moved = view.leaderEpoch(queue.partition) > head.triedEpoch;
            return moved ? Math.min(now, head.retryAtMs) : head.retryAtMs;
        }
        long opened = queue.openedMs();
        if (opened < 0) {
            return Long.MAX_VALUE;
        }
        return hurry ? now : opened + settings.lingerMs();
    }

    private void plan(long next) {
        if (next == Long.MAX_VALUE || timer != null && timerAtMs <= next) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAtMs = next;
        timer =
                loop.schedule(
                        Math.max(1, next - now()),
                        () -> {
                            timer = null;
                            drain();
                        });
    }

    private void sendTo(
            int leader, List<PartitionQueue> queues, ClusterView view, long now, boolean hurry) {
        while (inFlight.getOrDefault(leader, 0) < settings.maxInFlight()) {
            List<Sent> picked = pick(queues, view, now, hurry);
            if (picked.isEmpty()) {
                return;
            }
            send(leader, picked, view);
        }
    }

    private List<Sent> pick(
            List<PartitionQueue> queues, ClusterView view, long now, boolean hurry) {
        List<Sent> picked = new ArrayList<>();
        long bytes = 0;
        for (PartitionQueue queue : queues) {
            long due = dueMs(queue, view, now, hurry);
            ProducerBatch head = due > now ? null : queue.head(true);
            if (head == null
                    || !picked.isEmpty()
                            && bytes + head.sizeInBytes() > settings.maxRequestSize()) {
                continue;
            }
            if (!admit(queue, head)) {
                continue;
            }
            queue.remove(head);
            if (!queue.outstanding.contains(head)) {
                queue.outstanding.add(head);
            }
            queue.inFlight++;
            head.triedEpoch = view.leaderEpoch(queue.partition);
            Identity identity = settings.idempotent() ? queue.identity() : Identity.NONE;
            Sent sent = new Sent(queue, head, head.open(codec, identity));
            bytes += head.sizeInBytes();
            stats.batches.increment();
            stats.bytes.add(head.sizeInBytes());
            picked.add(sent);
        }
        Sent first = picked.isEmpty() ? null : picked.get(0);
        if (first != null) {
            // The first queue goes to the end, so that no partition is starved by the ones before.
            queues.remove(first.queue());
            queues.add(first.queue());
        }
        return picked;
    }

    private boolean admit(PartitionQueue queue, ProducerBatch head) {
        if (settings.idempotent()) {
            return transactions.mayProduce(queue.partition)
                    && queue.admit(head, transactions.identity(), settings.maxInFlight());
        }
        return settings.maxInFlight() > 1 && !head.beingWritten() || queue.inFlight == 0;
    }

    private void send(int leader, List<Sent> picked, ClusterView view) {
        inFlight.merge(leader, 1, Integer::sum);
        stats.requests.increment();
        io.send(leader, requests.call(picked, view, transactions.version2()))
                .whenComplete(
                        (response, failure) -> {
                            inFlight.merge(leader, -1, Integer::sum);
                            for (Sent sent : picked) {
                                sent.queue().inFlight--;
                                answered(sent, response, failure, view);
                            }
                            drain();
                        });
    }

    private void answered(
            Sent sent, ProduceResponse response, Throwable failure, ClusterView view) {
        if (failure != null) {
            outcomes.failed(sent, Errors.unwrap(failure));
        } else if (response == null) {
            outcomes.succeeded(sent, -1, -1);
        } else {
            outcomes.answered(sent, ProduceRequests.answer(response, sent, view), response);
        }
    }

    /** Ends batches that are too old; when the next one will be. */
    private long expire(PartitionQueue queue, long now) {
        for (ProducerBatch batch : List.copyOf(queue.outstanding)) {
            if (batch.createdMs + settings.deliveryTimeoutMs() <= now
                    && !batch.done()
                    && batch.acknowledgement == null) {
                queue.remove(batch);
                outcomes.lost(queue, batch, late(batch));
            }
        }
        long oldest = queue.oldestMs();
        while (oldest >= 0 && oldest + settings.deliveryTimeoutMs() <= now) {
            ProducerBatch batch = queue.head(true);
            if (batch == null) {
                break;
            }
            queue.remove(batch);
            outcomes.lost(queue, batch, late(batch));
            oldest = queue.oldestMs();
        }
        long next = oldest < 0 ? Long.MAX_VALUE : oldest + settings.deliveryTimeoutMs();
        for (ProducerBatch batch : queue.outstanding) {
            if (batch.acknowledgement == null) {
                next = Math.min(next, batch.createdMs + settings.deliveryTimeoutMs());
            }
        }
        return next;
    }

    private TimeoutException late(ProducerBatch batch) {
        return new TimeoutException(
                "Expiring "
                        + batch
                        + ": "
                        + settings.deliveryTimeoutMs()
                        + " ms have passed since it was begun");
    }

    /** Ends everything that is not with a broker: its transaction is being aborted. */
    void abortQueued(RuntimeException cause) {
        drainArrivals();
        for (PartitionQueue queue : active) {
            for (ProducerBatch batch : queue.takeAll()) {
                outcomes.lost(queue, batch, cause);
            }
        }
    }

    void abortTransaction() {
        abortQueued(new TransactionAbortedException("The transaction was aborted"));
    }

    /** Ends everything, also what is with a broker: the producer is closed. */
    void abandon(RuntimeException cause) {
        abortQueued(cause);
        for (PartitionQueue queue : active) {
            for (ProducerBatch batch : List.copyOf(queue.outstanding)) {
                outcomes.lost(queue, batch, cause);
            }
        }
        if (timer != null) {
            timer.cancel();
        }
    }

    private void drainArrivals() {
        for (PartitionQueue queue = arrived.poll(); queue != null; queue = arrived.poll()) {
            active.add(queue);
        }
    }
}
