package io.leat.log.broker;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.RequestHeader;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A connection whose other end is the test. */
final class TestConnection implements Connection {

    final TestLoop loop;
    final List<ByteBuffer> sent = new ArrayList<>();
    final List<TestFrame> frames = new ArrayList<>();
    ConnectionHandler handler;
    boolean paused;
    boolean closed;
    long pendingBytes;

    TestConnection(TestLoop loop, Handlers handlers) {
        this.loop = loop;
        Client client = new Client(1, "PLAINTEXT", local(), remote(), loop);
        this.handler =
                new BrokerConnection(
                        this,
                        client,
                        new RequestDispatcher(handlers),
                        new Complaints(),
                        SlowRequests.NONE,
                        1000,
                        () -> {});
    }

    /** Delivers a request. */
    void request(ApiKey key, int version, int correlationId, ApiMessage body) {
        RequestHeader header = new RequestHeader(key, (short) version, correlationId, "test");
        deliver(joined(header.frame(body)));
    }

    void deliver(ByteBuffer bytes) {
        TestFrame frame = new TestFrame(bytes);
        frames.add(frame);
        handler.onFrame(frame);
    }

    static ByteBuffer joined(ByteBuffer[] parts) {
        int size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (ByteBuffer part : parts) {
            all.put(part.duplicate());
        }
        return all.flip();
    }

    /** The correlation ids of what was sent, in order. */
    List<Integer> correlationIds() {
        return sent.stream().map(response -> response.getInt(0)).toList();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Endpoint remote() {
        return new Endpoint("10.0.0.9", 50_000);
    }

    @Override
    public Endpoint local() {
        return new Endpoint("10.0.0.1", 9092);
    }

    @Override
    public void send(ByteBuffer[] parts, Runnable released) {
        sent.add(joined(parts));
        released.run();
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            handler.onClosed(null);
        }
    }

    /** A frame that knows how often it was released. */
    static final class TestFrame implements Frame {
        private final ByteBuffer bytes;
        int references = 1;

        TestFrame(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        @Override
        public ByteBuffer bytes() {
            return bytes;
        }

        @Override
        public void retain() {
            references++;
        }

        @Override
        public void release() {
            references--;
        }
    }
}
