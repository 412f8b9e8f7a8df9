package io.leat.connect.transforms;

import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Which half of a record a transform works on. */
enum KeyOrValue {
    KEY {
        @Override
        @Nullable Schema schema(ConnectRecord<?> record) {
            return record.keySchema();
        }

        @Override
        @Nullable Object data(ConnectRecord<?> record) {
            return record.key();
        }

        @Override
        <R extends ConnectRecord<R>> R with(
                R record, @Nullable Schema schema, @Nullable Object data) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    schema,
                    data,
                    record.valueSchema(),
                    record.value(),
                    record.timestamp());
        }
    },
    VALUE {
        @Override
        @Nullable Schema schema(ConnectRecord<?> record) {
            return record.valueSchema();
        }

        @Override
        @Nullable Object data(ConnectRecord<?> record) {
            return record.value();
        }

        @Override
        <R extends ConnectRecord<R>> R with(
                R record, @Nullable Schema schema, @Nullable Object data) {
            return record.newRecord(
                    record.topic(),
                    record.kafkaPartition(),
                    record.keySchema(),
                    record.key(),
                    schema,
                    data,
                    record.timestamp());
        }
    };

    abstract @Nullable Schema schema(ConnectRecord<?> record);

    abstract @Nullable Object data(ConnectRecord<?> record);

    /** The record with this half replaced. */
    abstract <R extends ConnectRecord<R>> R with(
            R record, @Nullable Schema schema, @Nullable Object data);
}
