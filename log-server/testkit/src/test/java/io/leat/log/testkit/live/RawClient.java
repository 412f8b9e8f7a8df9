package io.leat.log.testkit.live;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Records;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.protocol.ResponseHeader;
import io.leat.log.protocol.message.ProduceRequest;
import io.leat.log.protocol.message.ProduceResponse;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A client that talks to one node only and believes that it leads, whatever others say. One thread
 * uses it.
 */
final class RawClient implements AutoCloseable {

    private static final short VERSION = 12;
    private static final int TIMEOUT_MS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private int sent;

    /**
     * @param address host:port
     */
    RawClient(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        socket =
                new Socket(
                        address.substring(0, colon),
                        Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(3 * TIMEOUT_MS);
        in = new DataInputStream(socket.getInputStream());
    }

    /** Sends one record without waiting for the answer. */
    void send(Place place, String value, int acks) throws IOException {
        BatchBuilder builder = new BatchBuilder(64, Compression.NONE);
        builder.append(1, null, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
        var data =
                ProduceRequest.PartitionProduceData.builder()
                        .index(place.partition())
                        .records(Records.of(builder.build()))
                        .build();
        ProduceRequest request =
                ProduceRequest.builder()
                        .acks((short) acks)
                        .timeoutMs(TIMEOUT_MS)
                        .topicData(
                                List.of(
                                        ProduceRequest.TopicProduceData.builder()
                                                .name(place.topic())
                                                .partitionData(List.of(data))
                                                .build()))
                        .build();
        RequestHeader header = new RequestHeader(ApiKey.PRODUCE, VERSION, ++sent, "raw");
        ByteBuffer[] parts = header.frame(request);
        int size = Arrays.stream(parts).mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + size).putInt(size);
        for (ByteBuffer part : parts) {
            frame.put(part);
        }
        socket.getOutputStream().write(frame.array());
    }

    /** The next answer: what became of the record. */
    ErrorCode answer() throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        ByteBuffer frame = ByteBuffer.wrap(bytes);
        ResponseHeader.read(frame, ApiKey.PRODUCE, VERSION);
        ProduceResponse response =
                ProduceResponse.read(new Reader(frame, VERSION, ApiKey.PRODUCE.flexible(VERSION)));
        return response.responses().get(0).partitionResponses().get(0).errorCode();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
