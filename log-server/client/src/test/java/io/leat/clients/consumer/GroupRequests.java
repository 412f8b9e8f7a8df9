package io.leat.clients.consumer;

import io.leat.clients.Server;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ConsumerGroupDescribeRequest;
import org.apache.kafka.common.requests.ConsumerGroupHeartbeatRequest;
import org.apache.kafka.common.requests.RequestHeader;

/** Single requests about groups on one connection, by Kafka's own messages. */
final class GroupRequests implements AutoCloseable {

    private final Socket socket;
    private int correlation;

    GroupRequests(Server server) {
        String[] address = server.bootstrap().split(":");
        try {
            socket = new Socket(address[0], Integer.parseInt(address[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConsumerGroupHeartbeatResponseData heartbeat(ConsumerGroupHeartbeatRequestData request) {
        return (ConsumerGroupHeartbeatResponseData)
                ask(new ConsumerGroupHeartbeatRequest.Builder(request).build((short) 1)).data();
    }

    ConsumerGroupDescribeResponseData describe(ConsumerGroupDescribeRequestData request) {
        return (ConsumerGroupDescribeResponseData)
                ask(new ConsumerGroupDescribeRequest.Builder(request).build((short) 1)).data();
    }

    AbstractResponse ask(AbstractRequest request) {
        RequestHeader header =
                new RequestHeader(request.apiKey(), request.version(), "script", correlation++);
        ByteBuffer bytes = request.serializeWithHeader(header);
        try {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(bytes.remaining());
            out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            return AbstractResponse.parseResponse(ByteBuffer.wrap(answer), header);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
