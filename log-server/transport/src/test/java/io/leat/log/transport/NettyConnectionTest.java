package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection in a channel of memory: what it asks of Netty, turn by turn. */
class NettyConnectionTest {

    /** Counts the flushes that reach the socket. */
    private static final class Flushes extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void flush(ChannelHandlerContext context) {
            count++;
            context.flush();
        }
    }

    private final Flushes flushes = new Flushes();
    private final EmbeddedChannel channel = new EmbeddedChannel(flushes);
    private final List<Frame> frames = new ArrayList<>();
    private @Nullable Throwable cause;
    private boolean closed;
    private boolean echoes;
    private boolean fails;
    private NettyConnection connection;

    private final class Handler implements ConnectionHandler {

        @Override
        public void onFrame(Frame frame) {
            if (fails) {
                frame.release();
                throw new IllegalStateException("planted");
            }
            if (echoes) {
                connection.send(new ByteBuffer[] {frame.bytes().duplicate()}, frame::release);
            } else {
                frames.add(frame);
            }
        }

        @Override
        public void onClosed(@Nullable Throwable why) {
            closed = true;
            cause = why;
        }
    }

    NettyConnectionTest() {
        NettyLoop loop = new NettyLoop(channel.eventLoop(), new SystemClock(), "embedded");
        FrameLimits limits = new FrameLimits(1 << 20, 0, 1 << 20);
        connection =
                new NettyConnection(channel, loop, limits, open -> new Handler(), open -> {}, null);
        channel.pipeline().addLast(connection);
        channel.pipeline().fireChannelActive();
    }

    @AfterEach
    void end() {
        frames.forEach(Frame::release);
        channel.finishAndReleaseAll();
    }

    private static ByteBuf framed(int count, int size) {
        ByteBuf bytes = Unpooled.buffer();
        for (int i = 0; i < count; i++) {
            bytes.writeInt(size).writeZero(size);
        }
        return bytes;
    }

    @Test
    void shouldAnswerAllRequestsOfOneReadWithOneFlush() {
        echoes = true;
        channel.writeInbound(framed(100, 10));
        channel.runPendingTasks();
        assertEquals(1, flushes.count);
        assertEquals(100 * 14, outboundBytes());
    }

    private int outboundBytes() {
        int bytes = 0;
        ByteBuf next;
        while ((next = channel.readOutbound()) != null) {
            bytes += next.readableBytes();
            next.release();
        }
        return bytes;
    }

    @Test
    void shouldCloseWhenTheHandlerFailsAndKeepNothing() {
        fails = true;
        ByteBuf bytes = framed(3, 1_000);
        channel.writeInbound(bytes);
        channel.runPendingTasks();
        assertTrue(closed);
        assertInstanceOf(IllegalStateException.class, cause);
        assertFalse(channel.isOpen());
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void shouldHoldWhatIsReceivedWhilePausedAndGiveItBackOnClose() {
        connection.pause();
        ByteBuf bytes = framed(3, 1_000);
        channel.writeInbound(bytes);
        assertEquals(List.of(), frames);
        channel.close();
        channel.runPendingTasks();
        assertTrue(closed);
        assertEquals(0, bytes.refCnt());
    }

    @Test
    void shouldDeliverNothingMoreOnceTheHandlerPaused() {
        channel.writeInbound(framed(2, 10));
        assertEquals(2, frames.size());
        connection.pause();
        channel.writeInbound(framed(2, 10));
        assertEquals(2, frames.size());
        connection.resume();
        channel.runPendingTasks();
        assertEquals(4, frames.size());
    }

    @Test
    void shouldNotCopyAFrameThatCameWhole() {
        ByteBuf bytes = framed(1, 10_000);
        channel.writeInbound(bytes);
        bytes.setByte(4, 42);
        assertEquals(42, frames.get(0).bytes().get(0), "the frame is a slice of what was read");
    }
}
