package io.leat.connect.header;

import io.leat.connect.data.Date;
import io.leat.connect.data.Decimal;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.data.Struct;
import io.leat.connect.data.Time;
import io.leat.connect.data.Timestamp;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An ordered, mutable list of headers; a key may occur several times. */
public interface Headers extends Iterable<Header> {

    int size();

    boolean isEmpty();

    Iterator<Header> allWithName(String key);

    @Nullable Header lastWithName(String key);

    Headers add(Header header);

    default Headers add(String key, SchemaAndValue schemaAndValue) {
        return add(new ConnectHeader(key, schemaAndValue));
    }

    /** Adds a header; throws DataException when the value does not fit the schema. */
    Headers add(String key, @Nullable Object value, @Nullable Schema schema);

    default Headers addString(String key, @Nullable String value) {
        return add(
                key, value, value == null ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA);
    }

    default Headers addBoolean(String key, boolean value) {
        return add(key, value, Schema.BOOLEAN_SCHEMA);
    }

    default Headers addByte(String key, byte value) {
        return add(key, value, Schema.INT8_SCHEMA);
    }

    default Headers addShort(String key, short value) {
        return add(key, value, Schema.INT16_SCHEMA);
    }

    default Headers addInt(String key, int value) {
        return add(key, value, Schema.INT32_SCHEMA);
    }

    default Headers addLong(String key, long value) {
        return add(key, value, Schema.INT64_SCHEMA);
    }

    default Headers addFloat(String key, float value) {
        return add(key, value, Schema.FLOAT32_SCHEMA);
    }

    default Headers addDouble(String key, double value) {
        return add(key, value, Schema.FLOAT64_SCHEMA);
    }

    default Headers addBytes(String key, byte @Nullable [] value) {
        return add(key, value, value == null ? Schema.OPTIONAL_BYTES_SCHEMA : Schema.BYTES_SCHEMA);
    }

    default Headers addDecimal(String key, java.math.BigDecimal value) {
        return add(key, value, Decimal.schema(value.scale()));
    }

    default Headers addDate(String key, java.util.Date value) {
        return add(key, value, Date.SCHEMA);
    }

    default Headers addTime(String key, java.util.Date value) {
        return add(key, value, Time.SCHEMA);
    }

    default Headers addTimestamp(String key, java.util.Date value) {
        return add(key, value, Timestamp.SCHEMA);
    }

    default Headers addStruct(String key, Struct value) {
        return add(key, value, value.schema());
    }

    default Headers addList(String key, List<?> value, Schema schema) {
        return add(key, value, schema);
    }

    default Headers addMap(String key, Map<?, ?> value, Schema schema) {
        return add(key, value, schema);
    }

    Headers remove(String key);

    /** Keeps only the last header called {@code key}. */
    Headers retainLatest(String key);

    /** Keeps only the last header of every key. */
    Headers retainLatest();

    Headers clear();

    /** A copy that can be changed by itself. */
    Headers duplicate();

    /** Replaces each header by what {@code transform} makes of it; null removes it. */
    Headers apply(HeaderTransform transform);

    /** As {@link #apply(HeaderTransform)}, for the headers called {@code key}. */
    Headers apply(String key, HeaderTransform transform);

    /** Changes one header. */
    interface HeaderTransform {
        @Nullable Header apply(Header header);
    }
}
