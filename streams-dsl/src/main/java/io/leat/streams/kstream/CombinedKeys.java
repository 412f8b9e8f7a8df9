package io.leat.streams.kstream;

import io.leat.common.header.Headers;
import io.leat.common.serialization.Serde;
import io.leat.common.utils.Bytes;
import io.leat.streams.processor.api.ProcessingContext;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of the store of subscriptions: the length of the foreign key (4 bytes), the foreign key,
 * the primary key, as Kafka has them. So all rows that point to one key lie together. Owned by the
 * task's thread.
 */
final class CombinedKeys<KO, K> {

    private final String foreignTopic;
    private final String primaryTopic;
    private final Serde<KO> foreignKeys;
    private final Serde<K> primaryKeys;

    @SuppressWarnings("unchecked")
    CombinedKeys(
            ProcessingContext context,
            ForeignNames names,
            Serde<KO> foreignKeys,
            Serde<K> primaryKeys) {
        this.foreignTopic = names.foreignKeyTopic(context);
        this.primaryTopic = names.primaryKeyTopic(context);
        this.foreignKeys = foreignKeys != null ? foreignKeys : (Serde<KO>) context.keySerde();
        this.primaryKeys = primaryKeys != null ? primaryKeys : (Serde<K>) context.keySerde();
    }

    Bytes key(KO foreign, K primary, Headers headers) {
        byte[] last = primaryKeys.serializer().serialize(primaryTopic, headers, primary);
        byte[] prefix = prefix(foreign, headers).get();
        byte[] both = Arrays.copyOf(prefix, prefix.length + last.length);
        System.arraycopy(last, 0, both, prefix.length, last.length);
        return Bytes.wrap(both);
    }

    /** What the keys of all rows begin with that point to {@code foreign}. */
    Bytes prefix(KO foreign, Headers headers) {
        byte[] first = foreignKeys.serializer().serialize(foreignTopic, headers, foreign);
        return Bytes.wrap(
                ByteBuffer.allocate(Integer.BYTES + first.length)
                        .putInt(first.length)
                        .put(first)
                        .array());
    }
}
