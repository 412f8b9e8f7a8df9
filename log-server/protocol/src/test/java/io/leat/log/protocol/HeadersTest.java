package io.leat.log.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.HeartbeatRequest;
import io.leat.log.protocol.message.HeartbeatResponse;
import io.leat.log.protocol.message.OffsetDeleteRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.junit.jupiter.api.Test;

/** Headers of all requests and responses have the bytes Apache Kafka gives them. */
class HeadersTest {

    private static ByteBuffer joined(ByteBuffer[] parts) {
        return Records.of(List.of(parts)).toBuffer();
    }

    private interface Check {
        void of(ApiKey key, short version);
    }

    private static void each(Check check) {
        for (ApiKey key : ApiKey.values()) {
            for (short v = key.baselineVersion(); v <= key.maxVersion(); v++) {
                check.of(key, v);
            }
        }
    }

    private static short headerVersion(ApiKey key, short version) {
        return ApiKeys.forId(key.id()).requestHeaderVersion(version);
    }

    @Test
    void shouldReadTheRequestHeadersOfKafkaInEachVersion() {
        each(
                (key, version) -> {
                    for (String clientId : Arrays.asList("me", "", "ä", null)) {
                        RequestHeaderData theirs =
                                new RequestHeaderData()
                                        .setRequestApiKey(key.id())
                                        .setRequestApiVersion(version)
                                        .setCorrelationId(-5)
                                        .setClientId(clientId);
                        short headerVersion = headerVersion(key, version);
                        if (headerVersion >= 2) {
                            theirs.unknownTaggedFields().add(new RawTaggedField(7, new byte[200]));
                        }
                        ByteBuffer bytes =
                                MessageUtil.toByteBufferAccessor(theirs, headerVersion).buffer();
                        assertEquals(
                                new RequestHeader(key, version, -5, clientId),
                                RequestHeader.read(bytes));
                        assertEquals(0, bytes.remaining(), "the body begins here");
                    }
                });
    }

    @Test
    void shouldWriteRequestHeadersThatKafkaReads() {
        for (short version = 0; version <= 4; version++) {
            for (String clientId : Arrays.asList("me", null)) {
                var header = new RequestHeader(ApiKey.HEARTBEAT, version, 9, clientId);
                var body = HeartbeatRequest.builder().groupId("g").memberId("m").build();
                ByteBuffer frame = joined(header.frame(body));
                var theirs = org.apache.kafka.common.requests.RequestHeader.parse(frame);
                assertEquals(ApiKeys.HEARTBEAT, theirs.apiKey());
                assertEquals(version, theirs.apiVersion());
                assertEquals(9, theirs.correlationId());
                assertEquals(clientId == null ? "" : clientId, theirs.clientId());
                assertEquals(version >= 4 ? 2 : 1, theirs.headerVersion());
            }
        }
    }

    @Test
    void shouldReadTheResponseHeadersOfKafkaInEachVersion() {
        each(
                (key, version) -> {
                    short headerVersion = ApiKeys.forId(key.id()).responseHeaderVersion(version);
                    ResponseHeaderData theirs = new ResponseHeaderData().setCorrelationId(77);
                    if (headerVersion >= 1) {
                        theirs.unknownTaggedFields().add(new RawTaggedField(1, new byte[3]));
                    }
                    ByteBuffer bytes =
                            MessageUtil.toByteBufferAccessor(theirs, headerVersion).buffer();
                    assertEquals(new ResponseHeader(77), ResponseHeader.read(bytes, key, version));
                    assertEquals(0, bytes.remaining(), key + " v" + version);
                });
    }

    @Test
    void shouldWriteResponseHeadersThatKafkaReads() {
        for (short version = 0; version <= 4; version++) {
            ByteBuffer frame =
                    joined(
                            new ResponseHeader(5)
                                    .frame(HeartbeatResponse.builder().build(), version));
            short headerVersion = ApiKeys.HEARTBEAT.responseHeaderVersion(version);
            var theirs =
                    org.apache.kafka.common.requests.ResponseHeader.parse(frame, headerVersion);
            assertEquals(5, theirs.correlationId());
            int fields = version == 0 ? 2 : 6;
            assertEquals(version >= 4 ? fields + 1 : fields, frame.remaining());
        }
    }

    /** KIP-511: whoever asks does not know yet what the server speaks. */
    @Test
    void shouldNeverTagTheHeaderOfAnApiVersionsResponse() {
        for (short version = 0; version <= 4; version++) {
            var body = ApiVersionsResponse.builder().errorCode(ErrorCode.NONE).build();
            ByteBuffer frame = joined(new ResponseHeader(5).frame(body, version));
            assertEquals(5, frame.getInt());
            var theirs =
                    new org.apache.kafka.common.message.ApiVersionsResponseData(
                            new ByteBufferAccessor(frame), version);
            assertEquals(0, theirs.errorCode());
            assertEquals(0, frame.remaining());
        }
    }

    @Test
    void shouldReadTheHeaderOfAVersionNobodyKnows() {
        for (short version : new short[] {99, Short.MAX_VALUE, -1, Short.MIN_VALUE}) {
            for (ApiKey key : List.of(ApiKey.API_VERSIONS, ApiKey.PRODUCE, ApiKey.OFFSET_DELETE)) {
                boolean tags = version >= key.versions().firstFlexible();
                var theirs =
                        new RequestHeaderData()
                                .setRequestApiKey(key.id())
                                .setRequestApiVersion(version)
                                .setCorrelationId(3)
                                .setClientId("new");
                ByteBuffer bytes =
                        MessageUtil.toByteBufferAccessor(theirs, (short) (tags ? 2 : 1)).buffer();
                RequestHeader header = RequestHeader.read(bytes);
                assertEquals(new RequestHeader(key, version, 3, "new"), header);
                assertEquals(0, bytes.remaining());
            }
        }
    }

    @Test
    void shouldRefuseHeadersThatAreNone() {
        ByteBuffer good =
                MessageUtil.toByteBufferAccessor(
                                new RequestHeaderData()
                                        .setRequestApiKey(ApiKey.METADATA.id())
                                        .setRequestApiVersion((short) 12)
                                        .setClientId("client"),
                                (short) 2)
                        .buffer();
        for (int length = 0; length < good.limit(); length++) {
            ByteBuffer cut = good.slice(0, length);
            assertThrows(MalformedMessageException.class, () -> RequestHeader.read(cut));
        }
        for (short id : new short[] {-1, 4, 7, 93, Short.MAX_VALUE, Short.MIN_VALUE}) {
            ByteBuffer unknown = ByteBuffer.allocate(20).putShort(0, id);
            var failure =
                    assertThrows(
                            MalformedMessageException.class, () -> RequestHeader.read(unknown));
            assertEquals("There is no API key " + id, failure.getMessage());
        }
        ByteBuffer nameless = ByteBuffer.allocate(20).putShort(8, (short) -2);
        assertThrows(MalformedMessageException.class, () -> RequestHeader.read(nameless));
    }

    /** A list of empty elements costs far more memory than the bytes it is made of. */
    @Test
    void shouldRefuseRequestsOfTooManyElements() {
        var header = new RequestHeader(ApiKey.OFFSET_DELETE, (short) 0, 1, "");
        Writer out = ApiKey.OFFSET_DELETE.versions().writer(0);
        out.string("group");
        out.int32(RequestHeader.ELEMENTS_MAX + 1);
        ByteBuffer body = ByteBuffer.allocate(out.toBuffer().remaining() + (7 << 20));
        body.put(out.toBuffer()).rewind();
        var failure =
                assertThrows(
                        MalformedMessageException.class,
                        () -> OffsetDeleteRequest.read(header.body(body)));
        assertEquals("The message has more than 1048576 elements", failure.getMessage());
        body.putInt(7, RequestHeader.ELEMENTS_MAX).rewind();
        assertEquals(
                RequestHeader.ELEMENTS_MAX,
                OffsetDeleteRequest.read(header.body(body)).topics().size());
    }
}
