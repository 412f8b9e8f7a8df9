package io.leat.connect.runtime;

import io.leat.clients.producer.ProducerRecord;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.header.Header;
import io.leat.connect.runtime.FailedStep.Stage;
import io.leat.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Makes log records of source records. Owned by the task's thread. */
final class SourceConversion implements AutoCloseable {

    private final TransformChain<SourceRecord> transforms;
    private final Converters converters;
    private final ErrorPolicy errors;

    SourceConversion(
            TransformChain<SourceRecord> transforms, Converters converters, ErrorPolicy errors) {
        this.transforms = transforms;
        this.converters = converters;
        this.errors = errors;
    }

    /** The log record; null when a transform dropped it or an error lets it be skipped. */
    @Nullable ProducerRecord<byte[], byte[]> convert(SourceRecord source)
            throws InterruptedException {
        try {
            SourceRecord record = transforms.apply(source, errors);
            return record == null ? null : toLog(record);
        } catch (FailedStep e) {
            errors.tolerate(
                    e, "from " + source.sourcePartition() + " at " + source.sourceOffset(), source);
            return null;
        }
    }

    private ProducerRecord<byte[], byte[]> toLog(SourceRecord record)
            throws FailedStep, InterruptedException {
        String topic = record.topic();
        if (topic == null) {
            throw new FailedStep(
                    Stage.TRANSFORMATION,
                    SourceRecord.class,
                    new ConnectException("the record has no topic"));
        }
        // Headers first: converters of keys and values may add some.
        io.leat.common.header.Headers headers = new ProducerRecord<>(topic, "").headers();
        for (Header header : record.headers()) {
            headers.add(
                    header.key(),
                    errors.perform(
                            Stage.HEADER_CONVERTER,
                            converters.header().getClass(),
                            () ->
                                    converters
                                            .header()
                                            .fromConnectHeader(
                                                    topic,
                                                    header.key(),
                                                    header.schema(),
                                                    header.value())));
        }
        byte @Nullable [] key =
                errors.perform(
                        Stage.KEY_CONVERTER,
                        converters.key().getClass(),
                        () ->
                                converters
                                        .key()
                                        .fromConnectData(
                                                topic, headers, record.keySchema(), record.key()));
        byte @Nullable [] value =
                errors.perform(
                        Stage.VALUE_CONVERTER,
                        converters.value().getClass(),
                        () ->
                                converters
                                        .value()
                                        .fromConnectData(
                                                topic,
                                                headers,
                                                record.valueSchema(),
                                                record.value()));
        return new ProducerRecord<>(
                topic, record.kafkaPartition(), record.timestamp(), key, value, headers);
    }

    @Override
    public void close() {
        transforms.close();
        converters.close();
    }
}
