package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.sim.fuzz.Damage;
import io.leat.log.runtime.sim.fuzz.Fuzz;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Bytes in masses, cut into pieces at any place: they become the frames that were sent, or a bad
 * length ends them; no memory is taken for what is only declared, and none is left.
 */
final class FrameFuzzTest {

    private static final int FRAME_MAX = 200_000;

    @Test
    void shouldCutDamagedStreamsIntoFrames() {
        fuzz(50_000);
    }

    @Test
    @Tag("live")
    void shouldCutMillionsOfDamagedStreamsIntoFrames() {
        fuzz(Fuzz.MANY);
    }

    private static void fuzz(long cases) {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
        Fuzz.run("damaged streams of frames", cases, damage -> cut(damage, allocator));
    }

    private static void cut(Damage damage, UnpooledByteBufAllocator allocator) {
        byte[] sent = frames(damage);
        boolean whole = damage.below(3) == 0;
        byte[] stream = whole ? sent : damage.of(sent);
        FrameAssembler assembler = new FrameAssembler(allocator, FRAME_MAX);
        List<byte[]> got = new ArrayList<>();
        try {
            receive(stream, damage, assembler, got);
            assertTrue(!whole || Arrays.equals(sent, joined(got)), "frames are not what was sent");
        } catch (FrameAssembler.BadLengthException refused) {
            assertTrue(!whole, refused.getMessage());
        }
        byte[] taken = joined(got);
        assertArrayEquals(Arrays.copyOf(stream, taken.length), taken);
        long direct = allocator.metric().usedDirectMemory();
        assertTrue(direct <= Math.max(64 << 10, 4L * stream.length), direct + " bytes are taken");
        assembler.close();
        assertEquals(0, allocator.metric().usedDirectMemory());
        assertEquals(0, allocator.metric().usedHeapMemory());
    }

    /** Up to four frames, mostly short ones. */
    private static byte[] frames(Damage damage) {
        ByteBuf sent = Unpooled.buffer();
        for (int frames = damage.below(5); frames > 0; frames--) {
            int length = damage.below(damage.below(20) == 0 ? 5_000 : 60);
            sent.writeInt(length).writeBytes(new byte[length]);
        }
        return ByteBufUtil.getBytes(sent);
    }

    /** In pieces as a socket gives them: into buffers of its own, or into the room of a frame. */
    private static void receive(
            byte[] stream, Damage damage, FrameAssembler assembler, List<byte[]> got)
            throws FrameAssembler.BadLengthException {
        int at = 0;
        while (at < stream.length) {
            int size = 1 + damage.below(stream.length - at);
            ByteBuf room = damage.below(2) == 0 ? assembler.room() : null;
            if (room != null) {
                int some = Math.min(size, room.writableBytes());
                room.writeBytes(stream, at, some).release();
                at += some;
                keep(assembler.takeWhole(), got);
            } else {
                ByteBuf piece = Unpooled.wrappedBuffer(stream, at, size);
                at += size;
                ByteBuf frame;
                while ((frame = assembler.next(piece)) != null) {
                    keep(frame, got);
                }
            }
        }
    }

    private static void keep(ByteBuf frame, List<byte[]> got) {
        if (frame != null) {
            got.add(ByteBufUtil.getBytes(frame));
            frame.release();
        }
    }

    /** The frames with their lengths, as they are sent. */
    private static byte[] joined(List<byte[]> frames) {
        ByteBuf all = Unpooled.buffer();
        frames.forEach(frame -> all.writeInt(frame.length).writeBytes(frame));
        return ByteBufUtil.getBytes(all);
    }
}
