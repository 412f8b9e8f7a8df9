package io.leat.connect.runtime;

import io.leat.clients.consumer.ConsumerRecord;
import io.leat.common.header.Header;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.header.ConnectHeaders;
import io.leat.connect.runtime.FailedStep.Stage;
import io.leat.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Makes sink records of log records. Owned by the task's thread. */
final class SinkConversion implements AutoCloseable {

    private final TransformChain<SinkRecord> transforms;
    private final Converters converters;
    private final ErrorPolicy errors;
    private final DeadLetters deadLetters;

    SinkConversion(
            TransformChain<SinkRecord> transforms,
            Converters converters,
            ErrorPolicy errors,
            DeadLetters deadLetters) {
        this.transforms = transforms;
        this.converters = converters;
        this.errors = errors;
        this.deadLetters = deadLetters;
    }

    /** The sink record; null when a transform dropped it or an error lets it be skipped. */
    @Nullable DeliveredRecord convert(ConsumerRecord<byte[], byte[]> record)
            throws InterruptedException {
        try {
            SinkRecord transformed = transforms.apply(toConnect(record), errors);
            return transformed == null ? null : new DeliveredRecord(record, transformed);
        } catch (FailedStep e) {
            errors.tolerate(e, "at " + DeadLetters.place(record), record);
            deadLetters.send(record, e);
            return null;
        }
    }

    private SinkRecord toConnect(ConsumerRecord<byte[], byte[]> record)
            throws FailedStep, InterruptedException {
        String topic = record.topic();
        SchemaAndValue key =
                errors.demand(
                        Stage.KEY_CONVERTER,
                        converters.key().getClass(),
                        () ->
                                converters
                                        .key()
                                        .toConnectData(topic, record.headers(), record.key()));
        SchemaAndValue value =
                errors.demand(
                        Stage.VALUE_CONVERTER,
                        converters.value().getClass(),
                        () ->
                                converters
                                        .value()
                                        .toConnectData(topic, record.headers(), record.value()));
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : record.headers()) {
            headers.add(
                    header.key(),
                    errors.demand(
                            Stage.HEADER_CONVERTER,
                            converters.header().getClass(),
                            () ->
                                    converters
                                            .header()
                                            .toConnectHeader(topic, header.key(), header.value())));
        }
        return new SinkRecord(
                topic,
                record.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                headers);
    }

    @Override
    public void close() {
        transforms.close();
        converters.close();
    }
}
