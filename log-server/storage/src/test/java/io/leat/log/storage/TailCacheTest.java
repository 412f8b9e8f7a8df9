package io.leat.log.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class TailCacheTest {

    private static final class CountedFrame implements Frame {
        final ByteBuffer bytes;
        int references = 1;

        CountedFrame(int size) {
            bytes = ByteBuffer.allocate(size);
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

    private final ArrayDeque<TailCache.Kept> first = new ArrayDeque<>();
    private final ArrayDeque<TailCache.Kept> second = new ArrayDeque<>();

    private static ByteBuffer part(CountedFrame frame, int from, int size) {
        return frame.bytes.duplicate().position(from).limit(from + size);
    }

    @Test
    void shouldHoldAFrameOnceForAllItsBatchesAndCountAllOfIt() {
        TailCache cache = new TailCache(1000);
        CountedFrame frame = new CountedFrame(300);

        cache.keep(first, 0, 1, part(frame, 20, 100), frame);
        cache.keep(second, 0, 1, part(frame, 150, 100), frame);

        assertEquals(300, cache.bytes());
        assertEquals(2, frame.references);
        cache.drop(first);
        assertEquals(2, frame.references);
        assertEquals(300, cache.bytes());
        cache.drop(second);
        assertEquals(1, frame.references);
        assertEquals(0, cache.bytes());
    }

    @Test
    void shouldLetTheOldestGoWhenFramesAreMoreThanItsBound() {
        TailCache cache = new TailCache(500);
        CountedFrame old = new CountedFrame(300);
        CountedFrame young = new CountedFrame(300);

        cache.keep(first, 0, 1, part(old, 0, 10), old);
        cache.keep(second, 0, 1, part(old, 10, 10), old);
        cache.keep(first, 1, 2, part(young, 0, 10), young);

        assertEquals(1, old.references);
        assertEquals(2, young.references);
        assertEquals(300, cache.bytes());
        assertEquals(1, first.size());
        assertEquals(0, second.size());
    }

    @Test
    void shouldHoldAFrameAgainWhenItsFirstBatchIsGoneBeforeTheSecondComes() {
        TailCache cache = new TailCache(500);
        CountedFrame frame = new CountedFrame(100);

        cache.keep(first, 0, 1, part(frame, 0, 10), frame);
        cache.drop(first);
        cache.keep(second, 0, 1, part(frame, 10, 10), frame);

        assertEquals(2, frame.references);
        assertEquals(100, cache.bytes());
    }
}
