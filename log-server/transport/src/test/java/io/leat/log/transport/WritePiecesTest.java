package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WritePiecesTest {

    /** Bytes that were written before each flush. */
    private final List<Integer> flushed = new ArrayList<>();

    private int unflushed;

    private final EmbeddedChannel channel =
            new EmbeddedChannel(
                    new ChannelOutboundHandlerAdapter() {
                        @Override
                        public void write(
                                ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
                            unflushed += ((ByteBuf) message).readableBytes();
                            ctx.write(message, promise);
                        }

                        @Override
                        public void flush(ChannelHandlerContext ctx) {
                            flushed.add(unflushed);
                            unflushed = 0;
                            ctx.flush();
                        }
                    });

    private final WritePieces pieces = new WritePieces(channel);

    private static ByteBuf[] buffers(Random random, byte[] whole) {
        List<ByteBuf> buffers = new ArrayList<>();
        int at = 0;
        while (at < whole.length) {
            int bound = random.nextBoolean() ? 100 : 3 * WritePieces.BYTES;
            int length = Math.min(whole.length - at, 1 + random.nextInt(bound));
            buffers.add(Unpooled.wrappedBuffer(whole, at, length).slice());
            at += length;
        }
        return buffers.toArray(ByteBuf[]::new);
    }

    @Test
    void shouldFlushALargeFrameWhileItIsWritten() {
        Random random = new Random(1);
        byte[] whole = new byte[2_000_000];
        random.nextBytes(whole);
        ByteBuf[] buffers = buffers(random, whole);
        ChannelPromise written = channel.newPromise();
        pieces.write(buffers, written);
        assertFalse(written.isDone(), "before the last is flushed");
        assertEquals(whole.length / WritePieces.BYTES, flushed.size());
        flushed.forEach(bytes -> assertEquals(WritePieces.BYTES, bytes));
        channel.flush();
        assertTrue(written.isSuccess());
        ByteBuf all = Unpooled.buffer(whole.length);
        ByteBuf part;
        while ((part = channel.readOutbound()) != null) {
            all.writeBytes(part);
            part.release();
        }
        assertEquals(Unpooled.wrappedBuffer(whole), all);
        for (ByteBuf buffer : buffers) {
            assertEquals(0, buffer.refCnt(), "given back once all of it is sent");
        }
    }

    @Test
    void shouldNotMixInWhatIsSentOnceAnEarlierFrameIsOut() {
        ChannelPromise first = channel.newPromise();
        first.addListener(
                done -> pieces.write(new ByteBuf[] {filled(30, 3)}, channel.newPromise()));
        pieces.write(new ByteBuf[] {filled(10, 1)}, first);
        int large = 5 * WritePieces.BYTES;
        pieces.write(new ByteBuf[] {filled(large, 2)}, channel.newPromise());
        channel.flush();
        List<Byte> order = new ArrayList<>();
        ByteBuf part;
        while ((part = channel.readOutbound()) != null) {
            byte value = part.getByte(0);
            if (order.isEmpty() || order.get(order.size() - 1) != value) {
                order.add(value);
            }
            part.release();
        }
        assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), order);
    }

    private static ByteBuf filled(int bytes, int value) {
        byte[] all = new byte[bytes];
        java.util.Arrays.fill(all, (byte) value);
        return Unpooled.wrappedBuffer(all);
    }

    @Test
    void shouldNotFlushASmallFrame() {
        ByteBuf[] one = {Unpooled.wrappedBuffer(new byte[WritePieces.BYTES])};
        ChannelPromise written = channel.newPromise();
        pieces.write(one, written);
        assertEquals(List.of(), flushed);
        channel.flush();
        assertTrue(written.isSuccess());
    }
}
