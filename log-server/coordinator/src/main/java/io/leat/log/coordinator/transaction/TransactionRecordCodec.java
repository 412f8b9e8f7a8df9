package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.ProducerIdentity;
import io.leat.log.coordinator.RawRecord;
import io.leat.log.coordinator.RecordCodec;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.VersionedBytes;
import io.leat.log.coordinator.transaction.TransactionRecord.Removed;
import io.leat.log.coordinator.transaction.TransactionRecord.Saved;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.message.TransactionLogKey;
import io.leat.log.protocol.message.TransactionLogValue;
import io.leat.log.protocol.message.TransactionLogValue.PartitionsSchema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Transaction records in the layout of Kafka's {@code __transaction_state}. Stateless. */
public final class TransactionRecordCodec implements RecordCodec<TransactionRecord> {

    private static final short VALUE_VERSION = 1;

    @Override
    public RawRecord encode(TransactionRecord record) {
        ByteBuffer key =
                VersionedBytes.write(
                        new TransactionLogKey(record.transactionalId()),
                        TransactionLogKey.VERSIONS,
                        0);
        if (record instanceof Saved saved) {
            TransactionLogValue value = value(saved.transaction());
            return new RawRecord(
                    key, VersionedBytes.write(value, TransactionLogValue.VERSIONS, VALUE_VERSION));
        }
        return new RawRecord(key, null);
    }

    private static TransactionLogValue value(Transaction of) {
        ProducerIdentity next = of.next();
        boolean empty = of.status() == TransactionStatus.EMPTY;
        return TransactionLogValue.builder()
                .producerId(of.producer().id())
                .producerEpoch(of.producer().epoch())
                .previousProducerId(of.previousProducerId())
                .nextProducerId(next == null ? -1 : next.id())
                .nextProducerEpoch(next == null ? (short) -1 : next.epoch())
                .transactionTimeoutMs(of.timeoutMs())
                .transactionStatus(of.status().code())
                .transactionPartitions(empty ? null : byTopic(of.partitions()))
                .transactionLastUpdateTimestampMs(of.updatedMs())
                .transactionStartTimestampMs(of.startMs())
                .clientTransactionVersion((short) of.version())
                .build();
    }

    private static List<PartitionsSchema> byTopic(Set<TopicPartition> partitions) {
        Map<String, List<Integer>> topics = new TreeMap<>();
        for (TopicPartition each : partitions) {
            topics.computeIfAbsent(each.topic(), t -> new ArrayList<>()).add(each.partition());
        }
        List<PartitionsSchema> all = new ArrayList<>();
        topics.forEach(
                (topic, ids) ->
                        all.add(new PartitionsSchema(topic, ids.stream().sorted().toList())));
        return all;
    }

    @Override
    public @Nullable TransactionRecord decode(RawRecord raw) {
        if (VersionedBytes.version(raw.key()) != TransactionLogKey.TYPE) {
            return null;
        }
        String id =
                TransactionLogKey.read(VersionedBytes.key(raw.key(), TransactionLogKey.VERSIONS))
                        .transactionalId();
        ByteBuffer bytes = raw.value();
        if (bytes == null) {
            return new Removed(id);
        }
        TransactionLogValue value =
                TransactionLogValue.read(VersionedBytes.value(bytes, TransactionLogValue.VERSIONS));
        return new Saved(transaction(id, value));
    }

    private static Transaction transaction(String id, TransactionLogValue value) {
        TransactionStatus status = TransactionStatus.forCode(value.transactionStatus());
        if (status == null) {
            throw new MalformedMessageException(
                    "A transaction has the unknown status " + value.transactionStatus());
        }
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        List<PartitionsSchema> topics = value.transactionPartitions();
        for (PartitionsSchema topic : topics == null ? List.<PartitionsSchema>of() : topics) {
            topic.partitionIds().forEach(p -> partitions.add(new TopicPartition(topic.topic(), p)));
        }
        return new Transaction(
                id,
                new ProducerIdentity(value.producerId(), value.producerEpoch()),
                value.previousProducerId(),
                next(value),
                value.clientTransactionVersion(),
                value.transactionTimeoutMs(),
                status,
                partitions,
                value.transactionStartTimestampMs(),
                value.transactionLastUpdateTimestampMs());
    }

    private static @Nullable ProducerIdentity next(TransactionLogValue value) {
        if (value.nextProducerId() < 0) {
            return null;
        }
        short epoch = (short) Math.max(0, value.nextProducerEpoch());
        return new ProducerIdentity(value.nextProducerId(), epoch);
    }
}
