package io.leat.connect.runtime;

import io.leat.common.header.Header;
import io.leat.connect.data.SchemaAndValue;
import io.leat.connect.header.ConnectHeaders;
import io.leat.connect.header.Headers;
import io.leat.connect.storage.HeaderConverter;
import io.leat.connect.storage.StringConverter;

/** Carries headers between connect records and the log, as text. */
final class RecordHeaders {

    private static final HeaderConverter CONVERTER = new StringConverter();

    private RecordHeaders() {}

    static void toLog(Headers from, String topic, io.leat.common.header.Headers to) {
        for (io.leat.connect.header.Header header : from) {
            to.add(
                    header.key(),
                    CONVERTER.fromConnectHeader(
                            topic, header.key(), header.schema(), header.value()));
        }
    }

    static Headers fromLog(String topic, io.leat.common.header.Headers from) {
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : from) {
            SchemaAndValue value = CONVERTER.toConnectHeader(topic, header.key(), header.value());
            headers.add(header.key(), value);
        }
        return headers;
    }
}
