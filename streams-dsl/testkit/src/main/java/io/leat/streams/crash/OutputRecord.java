package io.leat.streams.crash;

import io.leat.common.header.Header;
import io.leat.common.utils.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A committed record of an output topic. Immutable.
 *
 * @param headers as text, in their order
 */
record OutputRecord(
        @Nullable Bytes key, @Nullable Bytes value, long timestamp, List<String> headers) {

    static List<String> texts(Iterable<Header> headers) {
        List<String> texts = new ArrayList<>();
        for (Header header : headers) {
            texts.add(header.key() + "=" + Bytes.wrap(header.value()));
        }
        return texts;
    }

    /** This record with nothing but what {@code equality} looks at. */
    OutputRecord seenBy(Equality equality) {
        return equality == Equality.EXACT ? this : new OutputRecord(key, value, 0, List.of());
    }
}
