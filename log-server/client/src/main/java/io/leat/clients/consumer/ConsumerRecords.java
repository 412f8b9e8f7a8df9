package io.leat.clients.consumer;

import io.leat.common.TopicPartition;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * What one poll returned: a list of records for each partition, in offset order. Immutable.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {

    /** No records. */
    public static final ConsumerRecords<Object, Object> EMPTY =
            new ConsumerRecords<>(Map.of(), Map.of());

    private final Map<TopicPartition, List<ConsumerRecord<K, V>>> records;
    private final Map<TopicPartition, OffsetAndMetadata> nextOffsets;

    /** Records whose next offsets are not known. */
    @Deprecated
    public ConsumerRecords(Map<TopicPartition, List<ConsumerRecord<K, V>>> records) {
        this(records, Map.of());
    }

    /** Records, and for each partition the offset to commit once they are processed. */
    public ConsumerRecords(
            Map<TopicPartition, List<ConsumerRecord<K, V>>> records,
            Map<TopicPartition, OffsetAndMetadata> nextOffsets) {
        this.records = records;
        this.nextOffsets = Map.copyOf(nextOffsets);
    }

    /** The records of one partition. */
    public List<ConsumerRecord<K, V>> records(TopicPartition partition) {
        List<ConsumerRecord<K, V>> found = records.get(partition);
        return found == null ? List.of() : Collections.unmodifiableList(found);
    }

    /** The positions of the consumer after these records (KIP-1094). */
    public Map<TopicPartition, OffsetAndMetadata> nextOffsets() {
        return nextOffsets;
    }

    /** The records of all partitions of one topic. */
    public Iterable<ConsumerRecord<K, V>> records(String topic) {
        if (topic == null) {
            throw new IllegalArgumentException("topic must not be null");
        }
        List<List<ConsumerRecord<K, V>>> lists =
                records.entrySet().stream()
                        .filter(entry -> entry.getKey().topic().equals(topic))
                        .map(Map.Entry::getValue)
                        .toList();
        return () -> new Concatenated<>(lists.iterator());
    }

    /** The partitions that have records here. */
    public Set<TopicPartition> partitions() {
        return Collections.unmodifiableSet(records.keySet());
    }

    @Override
    public Iterator<ConsumerRecord<K, V>> iterator() {
        return new Concatenated<>(records.values().iterator());
    }

    /** How many records there are in all partitions. */
    public int count() {
        int count = 0;
        for (List<ConsumerRecord<K, V>> list : records.values()) {
            count += list.size();
        }
        return count;
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** No records, of any type. */
    @SuppressWarnings("unchecked")
    public static <K, V> ConsumerRecords<K, V> empty() {
        return (ConsumerRecords<K, V>) EMPTY;
    }

    /** Walks list after list. */
    private static final class Concatenated<T> implements Iterator<T> {

        private final Iterator<? extends Iterable<T>> lists;
        private Iterator<T> current = Collections.emptyIterator();

        Concatenated(Iterator<? extends Iterable<T>> lists) {
            this.lists = lists;
        }

        @Override
        public boolean hasNext() {
            while (!current.hasNext()) {
                if (!lists.hasNext()) {
                    return false;
                }
                current = lists.next().iterator();
            }
            return true;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return current.next();
        }
    }
}
