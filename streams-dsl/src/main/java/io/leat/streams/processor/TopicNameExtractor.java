package io.leat.streams.processor;

/** Chooses the topic to which a record is written. The topic must exist. */
public interface TopicNameExtractor<K, V> {
    String extract(K key, V value, RecordContext recordContext);
}
