package io.leat.clients.consumer;

import io.leat.clients.consumer.Slot.Position;
import io.leat.common.TopicPartition;
import io.leat.common.errors.ApiException;
import io.leat.log.protocol.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;

/**
 * What was fetched and not yet polled. The loop only adds; all else belongs to the polling thread.
 * Bounded by the fetcher, which fetches no partition that has enough here.
 */
final class Buffer<K, V> {

    private final Queue<Fetched> arrived = new ConcurrentLinkedQueue<>();
    private final Deque<RecordReader<K, V>> ready = new ArrayDeque<>();
    private final Subscriptions subscriptions;
    private final FetchControl fetches;
    private final Decoding<K, V> decoding;
    private final ResetPolicy policy;
    private final BiFunction<ErrorCode, TopicPartition, ApiException> exceptions;
    private RuntimeException failure;
    private long bytesRead;

    Buffer(
            Subscriptions subscriptions,
            FetchControl fetches,
            Decoding<K, V> decoding,
            ResetPolicy policy,
            BiFunction<ErrorCode, TopicPartition, ApiException> exceptions) {
        this.subscriptions = subscriptions;
        this.fetches = fetches;
        this.decoding = decoding;
        this.policy = policy;
        this.exceptions = exceptions;
    }

    /** Called by the loop. */
    void add(Fetched fetched) {
        arrived.add(fetched);
    }

    /** At most {@code max} records of partitions that are assigned, valid and not paused. */
    ConsumerRecords<K, V> poll(int max) {
        if (failure != null) {
            RuntimeException now = failure;
            failure = null;
            throw now;
        }
        for (Fetched fetched = arrived.poll(); fetched != null; fetched = arrived.poll()) {
            ready.add(new RecordReader<>(fetched, decoding));
        }
        Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        List<RecordReader<K, V>> held = new ArrayList<>(0);
        int left = max;
        while (left > 0 && !ready.isEmpty()) {
            RecordReader<K, V> reader = ready.remove();
            Slot slot = subscriptions.find(reader.partition());
            if (slot == null || slot.token() != reader.fetched().token()) {
                reader.fetched().release().run();
            } else if (slot.paused() || slot.state() != Slot.State.VALID) {
                held.add(reader);
            } else {
                left -= drain(reader, slot, left, records);
                if (failure != null) {
                    break;
                }
                if (left == 0 && records.containsKey(reader.partition())) {
                    break;
                }
            }
        }
        for (int i = held.size() - 1; i >= 0; i--) {
            ready.addFirst(held.get(i));
        }
        return result(records, next);
    }

    private ConsumerRecords<K, V> result(
            Map<TopicPartition, List<ConsumerRecord<K, V>>> records,
            Map<TopicPartition, OffsetAndMetadata> next) {
        if (records.isEmpty()) {
            if (failure != null) {
                RuntimeException now = failure;
                failure = null;
                throw now;
            }
            return ConsumerRecords.empty();
        }
        for (TopicPartition partition : records.keySet()) {
            next.put(partition, Subscriptions.committable(subscriptions.get(partition).position()));
        }
        return new ConsumerRecords<>(records, next);
    }

    private int drain(
            RecordReader<K, V> reader,
            Slot slot,
            int max,
            Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
        Fetched fetched = reader.fetched();
        slot.bounds(fetched.bounds());
        if (fetched.error() != ErrorCode.NONE) {
            fetched.release().run();
            failed(fetched, slot);
            return 0;
        }
        List<ConsumerRecord<K, V>> into = records.get(slot.partition());
        boolean first = into == null;
        if (first) {
            into = new ArrayList<>(Math.min(max, 512));
        }
        int before = into.size();
        long bytesBefore = reader.bytesRead();
        boolean used;
        try {
            reader.read(max, into);
            used = into.size() - before < max;
        } catch (RuntimeException e) {
            // What was read before the bad record goes out first; the next poll fails.
            failure = e;
            used = false;
        }
        bytesRead += reader.bytesRead() - bytesBefore;
        if (into.size() > before && first) {
            records.put(slot.partition(), into);
        }
        slot.advance(
                new Position(
                        reader.nextOffset(),
                        reader.lastEpoch() < 0 ? slot.position().epoch() : reader.lastEpoch()));
        if (used) {
            fetched.release().run();
            fetches.taken(slot.partition(), fetched.token());
        } else {
            ready.addFirst(reader);
        }
        return into.size() - before;
    }

    private void failed(Fetched fetched, Slot slot) {
        TopicPartition partition = slot.partition();
        if (fetched.error() != ErrorCode.OFFSET_OUT_OF_RANGE) {
            failure = exceptions.apply(fetched.error(), partition);
            subscriptions.jump(slot, slot.position());
        } else if (policy.kind() == ResetPolicy.Kind.NONE) {
            failure = new OffsetOutOfRangeException(Map.of(partition, fetched.offset()));
            subscriptions.jump(slot, slot.position());
        } else {
            subscriptions.reset(slot, policy);
        }
    }

    /** Bytes of records returned so far. */
    long bytesRead() {
        return bytesRead;
    }

    /** Drops what belongs to positions no longer current, so that its memory is free. */
    void dropStale() {
        for (Fetched fetched = arrived.poll(); fetched != null; fetched = arrived.poll()) {
            ready.add(new RecordReader<>(fetched, decoding));
        }
        for (Iterator<RecordReader<K, V>> all = ready.iterator(); all.hasNext(); ) {
            Fetched fetched = all.next().fetched();
            Slot slot = subscriptions.find(fetched.partition());
            if (slot == null || slot.token() != fetched.token()) {
                fetched.release().run();
                all.remove();
            }
        }
    }
}
