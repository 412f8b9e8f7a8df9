package io.leat.log.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a socket is read into: the memory of the frame that is being received, so that a
 * large one is not copied; else a buffer whose size follows the traffic. Owned by the connection's
 * loop.
 */
final class FrameReceiver implements RecvByteBufAllocator {

    /** Takes a produce request with one batch of 64 KB whole, and fills it by half. */
    private static final int BUFFER_MAX = 128 << 10;

    private final RecvByteBufAllocator adaptive =
            new AdaptiveRecvByteBufAllocator(512, 8_192, BUFFER_MAX);
    private final Supplier<@Nullable ByteBuf> room;

    /**
     * @param room gives a reference to the unfinished frame, or null
     */
    FrameReceiver(Supplier<@Nullable ByteBuf> room) {
        this.room = room;
    }

    @Override
    @SuppressWarnings("deprecation") // the only way to be told
    public Handle newHandle() {
        return new IntoFrame((ExtendedHandle) adaptive.newHandle());
    }

    /** The handle of the adaptive allocator, asked only where no frame is unfinished. */
    @SuppressWarnings("deprecation")
    private final class IntoFrame extends DelegatingHandle implements ExtendedHandle {

        private final ExtendedHandle sizes;

        IntoFrame(ExtendedHandle sizes) {
            super(sizes);
            this.sizes = sizes;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            ByteBuf frame = room.get();
            return frame != null ? frame : sizes.allocate(allocator);
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return sizes.continueReading(maybeMoreData);
        }
    }
}
