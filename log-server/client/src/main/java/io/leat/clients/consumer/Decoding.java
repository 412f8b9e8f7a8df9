package io.leat.clients.consumer;

import io.leat.common.serialization.Deserializer;

/** How the bytes of this consumer become records. Owned by the polling thread. */
record Decoding<K, V>(
        Deserializer<K> key,
        Deserializer<V> value,
        boolean readCommitted,
        boolean checkCrcs,
        RecordBytes.Pool pool) {}
