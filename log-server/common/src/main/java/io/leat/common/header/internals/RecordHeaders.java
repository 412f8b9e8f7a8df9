package io.leat.common.header.internals;

import io.leat.common.header.Header;
import io.leat.common.header.Headers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A list of headers that can be closed for changes. */
public class RecordHeaders implements Headers {

    /** Null until the first header comes: most records have none. */
    private @Nullable List<Header> headers;

    private volatile boolean readOnly;

    public RecordHeaders() {}

    public RecordHeaders(Header @Nullable [] headers) {
        this(headers == null ? null : Arrays.asList(headers));
    }

    public RecordHeaders(@Nullable Iterable<Header> headers) {
        if (headers instanceof RecordHeaders other) {
            this.headers = other.headers == null ? null : new ArrayList<>(other.headers);
        } else if (headers != null) {
            headers.forEach(header -> writable().add(Objects.requireNonNull(header, "header")));
        }
    }

    @Override
    public Headers add(Header header) {
        Objects.requireNonNull(header, "header");
        writable().add(header);
        return this;
    }

    @Override
    public Headers add(String key, byte @Nullable [] value) {
        return add(new RecordHeader(key, value));
    }

    @Override
    public Headers remove(String key) {
        Objects.requireNonNull(key, "key");
        writable().removeIf(header -> header.key().equals(key));
        return this;
    }

    @Override
    public @Nullable Header lastHeader(String key) {
        Objects.requireNonNull(key, "key");
        List<Header> list = readable();
        for (int i = list.size() - 1; i >= 0; i--) {
            if (list.get(i).key().equals(key)) {
                return list.get(i);
            }
        }
        return null;
    }

    @Override
    public Iterable<Header> headers(String key) {
        Objects.requireNonNull(key, "key");
        return () -> readable().stream().filter(header -> header.key().equals(key)).iterator();
    }

    /** The bytes of all keys, in UTF-8, and values. */
    public int sizeInBytes() {
        int size = 0;
        List<Header> list = readable();
        for (int i = 0; i < list.size(); i++) {
            Header header = list.get(i);
            byte[] value = header.value();
            size += utf8Length(header.key()) + (value == null ? 0 : value.length);
        }
        return size;
    }

    private static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }

    @Override
    public Iterator<Header> iterator() {
        Iterator<Header> inner = readable().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return inner.hasNext();
            }

            @Override
            public Header next() {
                return inner.next();
            }

            @Override
            public void remove() {
                checkWritable();
                inner.remove();
            }
        };
    }

    /** Refuses changes from now on. */
    public void setReadOnly() {
        readOnly = true;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    public boolean isEmpty() {
        return readable().isEmpty();
    }

    @Override
    public Header[] toArray() {
        return readable().toArray(new Header[0]);
    }

    private List<Header> readable() {
        List<Header> list = headers;
        return list == null ? Collections.emptyList() : list;
    }

    private List<Header> writable() {
        checkWritable();
        List<Header> list = headers;
        if (list == null) {
            list = new ArrayList<>(4);
            headers = list;
        }
        return list;
    }

    private void checkWritable() {
        if (readOnly) {
            throw new IllegalStateException("The record was sent: its headers are read-only");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof RecordHeaders that && readable().equals(that.readable());
    }

    @Override
    public int hashCode() {
        return readable().hashCode();
    }

    @Override
    public String toString() {
        return "RecordHeaders(headers = " + readable() + ", isReadOnly = " + readOnly + ")";
    }
}
