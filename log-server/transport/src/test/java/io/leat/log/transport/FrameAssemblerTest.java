package io.leat.log.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameAssemblerTest {

    private static final int LENGTH = 1_000_000;

    private final FrameAssembler assembler =
            new FrameAssembler(UnpooledByteBufAllocator.DEFAULT, 8 << 20);
    private final byte[] payload = new byte[LENGTH];

    @Test
    void shouldGiveRoomForTheRestOfAFrameAndNothingElse() throws Exception {
        new Random(1).nextBytes(payload);
        assertNull(assembler.room());

        ByteBuf whole = receive(40_000);

        assertArrayEquals(payload, ByteBufUtil.getBytes(whole));
        assertEquals(1, whole.refCnt());
        assertNull(assembler.room());
        whole.release();
    }

    @Test
    void shouldGrowWithWhatArrivedAndRememberWhatAnEarlierFrameFilled() throws Exception {
        receive(40_000).release();

        assertNull(assembler.next(head(40_000)));
        ByteBuf room = assembler.room();

        assertNotNull(room);
        assertEquals(LENGTH - 40_000, room.writableBytes());
        room.release();
        assembler.close();
    }

    @Test
    void shouldNotAllocateWhatIsOnlyDeclared() throws Exception {
        assertNull(assembler.next(head(100)));
        ByteBuf room = assembler.room();

        assertNotNull(room);
        assertTrue(room.capacity() <= 64 << 10, "capacity " + room.capacity());
        assertTrue(assembler.isRoom(room));
        room.release();
        assembler.close();
        assertEquals(0, room.refCnt());
    }

    /** The first bytes through a receive buffer, the rest into the room that is offered. */
    private ByteBuf receive(int first) throws Exception {
        assertNull(assembler.next(head(first)));
        int at = first;
        while (true) {
            ByteBuf room = assembler.room();
            assertNotNull(room);
            int size = room.writableBytes();
            room.writeBytes(payload, at, size);
            at += size;
            room.release();
            ByteBuf whole = assembler.takeWhole();
            if (whole != null) {
                assertSame(room, whole);
                assertEquals(LENGTH, at);
                return whole;
            }
        }
    }

    private ByteBuf head(int bytes) {
        return Unpooled.buffer(4 + bytes).writeInt(LENGTH).writeBytes(payload, 0, bytes);
    }
}
