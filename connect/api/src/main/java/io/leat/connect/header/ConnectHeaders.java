package io.leat.connect.header;

import io.leat.connect.data.ConnectSchema;
import io.leat.connect.data.Schema;
import io.leat.connect.data.SchemaAndValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The usual headers, in a list. Not safe for several threads. */
public class ConnectHeaders implements Headers {

    private final List<Header> headers = new ArrayList<>(0);

    public ConnectHeaders() {}

    public ConnectHeaders(Iterable<Header> original) {
        original.forEach(headers::add);
    }

    @Override
    public int size() {
        return headers.size();
    }

    @Override
    public boolean isEmpty() {
        return headers.isEmpty();
    }

    @Override
    public Headers add(Header header) {
        headers.add(header);
        return this;
    }

    @Override
    public Headers add(String key, @Nullable Object value, @Nullable Schema schema) {
        if (schema != null) {
            ConnectSchema.validateValue(key, schema, value);
        }
        return add(key, new SchemaAndValue(schema, value));
    }

    /** Adds a header though the value may not fit the schema. */
    protected Headers addWithoutValidating(
            String key, @Nullable Object value, @Nullable Schema schema) {
        return add(key, new SchemaAndValue(schema, value));
    }

    @Override
    public @Nullable Header lastWithName(String key) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).key().equals(key)) {
                return headers.get(i);
            }
        }
        return null;
    }

    @Override
    public Iterator<Header> allWithName(String key) {
        return headers.stream().filter(header -> header.key().equals(key)).iterator();
    }

    @Override
    public Iterator<Header> iterator() {
        return headers.iterator();
    }

    @Override
    public Headers remove(String key) {
        headers.removeIf(header -> header.key().equals(key));
        return this;
    }

    @Override
    public Headers retainLatest() {
        Map<String, Header> latest = new LinkedHashMap<>();
        headers.forEach(header -> latest.put(header.key(), header));
        headers.removeIf(header -> latest.get(header.key()) != header);
        return this;
    }

    @Override
    public Headers retainLatest(String key) {
        Header latest = lastWithName(key);
        headers.removeIf(header -> header.key().equals(key) && header != latest);
        return this;
    }

    @Override
    public Headers clear() {
        headers.clear();
        return this;
    }

    @Override
    public ConnectHeaders duplicate() {
        return new ConnectHeaders(headers);
    }

    @Override
    public Headers apply(HeaderTransform transform) {
        List<Header> changed = new ArrayList<>(headers.size());
        for (Header header : headers) {
            Header result = transform.apply(header);
            if (result != null) {
                changed.add(result);
            }
        }
        headers.clear();
        headers.addAll(changed);
        return this;
    }

    @Override
    public Headers apply(String key, HeaderTransform transform) {
        return apply(header -> header.key().equals(key) ? transform.apply(header) : header);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConnectHeaders that && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return headers.hashCode();
    }

    @Override
    public String toString() {
        return "ConnectHeaders(headers=" + headers + ")";
    }
}
