package io.leat.clients.consumer;

import io.leat.common.serialization.Deserializer;
import java.nio.ByteBuffer;

/** How the bytes of this consumer become records. Owned by the polling thread. */
record Decoding<K, V>(
        Deserializer<K> key,
        Deserializer<V> value,
        boolean readCommitted,
        boolean checkCrcs,
        Decompressor decompressor) {

    /** Decompresses the records of one batch. */
    interface Decompressor {
        ByteBuffer decompress(int codec, ByteBuffer compressed);
    }

    ByteBuffer decompress(int codec, ByteBuffer records) {
        return codec == 0 ? records : decompressor.decompress(codec, records);
    }
}
