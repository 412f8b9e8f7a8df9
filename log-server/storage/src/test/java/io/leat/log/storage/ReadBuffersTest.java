package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadBuffersTest {

    private final ReadBuffers buffers = new ReadBuffers();

    @Test
    void shouldReuseABufferOnceItIsGivenBackAndNotTwice() {
        ReadBuffers.Lease first = buffers.take(100_000);
        first.bytes().putInt(0, 42);
        first.release().run();
        first.release().run();

        ReadBuffers.Lease second = buffers.take(50_000);
        ReadBuffers.Lease third = buffers.take(50_000);

        assertEquals(42, second.bytes().getInt(0));
        assertEquals(50_000, second.bytes().remaining());
        third.bytes().putInt(0, 7);
        assertEquals(42, second.bytes().getInt(0));
        assertEquals(2, buffers.taken());
    }

    @Test
    void shouldReadIntoTheHeapWhenAllBuffersAreOutOrOneIsTooSmall() {
        assertFalse(buffers.take((1 << 20) + 1).bytes().isDirect());
        List<ReadBuffers.Lease> out = new ArrayList<>();
        ReadBuffers.Lease lease = buffers.take(1 << 20);
        while (lease.bytes().isDirect()) {
            out.add(lease);
            lease = buffers.take(1 << 20);
        }

        assertTrue(out.size() >= 16, "buffers: " + out.size());
        assertEquals(1 << 20, lease.bytes().remaining());
        out.get(0).release().run();
        assertTrue(buffers.take(1 << 20).bytes().isDirect());
    }
}
