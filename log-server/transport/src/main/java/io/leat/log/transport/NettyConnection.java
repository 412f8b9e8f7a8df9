package io.leat.log.transport;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.NetworkException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket as the {@link Connection} port: the last handler of its Netty pipeline, behind TLS if
 * there is any. Owned by its loop.
 *
 * <p>Writes of one turn of the loop leave with one flush: at the end of the read they answer, or in
 * the next turn. While paused, received buffers are held back undecoded and reading stops.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);
    private static final ByteBuf[] NOTHING = new ByteBuf[0];

    /** Fewer bytes than this that end no frame are no activity: a slow loris is idle. */
    private static final int PROGRESS_BYTES = 16 << 10;

    /** Who waits for the connection to be open. */
    interface Opening {

        void opened(NettyConnection connection);

        /** It ended before. */
        default void failed(Throwable cause) {}
    }

    private final Channel channel;
    private final NettyLoop loop;
    private final FrameLimits limits;
    private final Function<Connection, ConnectionHandler> handlers;
    private final Opening opening;
    private final @Nullable SslHandler tls;
    private final @Nullable WritePieces pieces;
    private final FrameAssembler assembler;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();
    private @Nullable ConnectionHandler handler;
    private @Nullable Throwable cause;
    private Endpoint remote = new Endpoint("unknown", 0);
    private Endpoint local = new Endpoint("unknown", 0);
    private long lastActivityNanos;
    private long unframedBytes;
    private long queuedBytes;
    private long writtenBytesSeen;
    private boolean reading;
    private boolean flushNeeded;
    private boolean flushQueued;
    private boolean paused;
    private boolean draining;
    private boolean closed;

    NettyConnection(
            Channel channel,
            NettyLoop loop,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> handlers,
            Opening opening,
            @Nullable SslHandler tls) {
        this.channel = channel;
        this.loop = loop;
        this.limits = limits;
        this.handlers = handlers;
        this.opening = opening;
        this.tls = tls;
        this.pieces = tls == null ? null : new WritePieces(channel);
        this.assembler = new FrameAssembler(channel.alloc(), limits.frameBytesMax());
        if (tls == null) { // else frames come out of the decryption, not out of the socket
            channel.config().setRecvByteBufAllocator(new FrameReceiver(this::room));
        }
    }

    /** Where the next bytes of the socket go: the unfinished frame, unless others are before it. */
    private @Nullable ByteBuf room() {
        return held.isEmpty() && !closed ? assembler.room() : null;
    }

    // ---- what Netty calls ----

    @Override
    public void channelActive(ChannelHandlerContext context) {
        remote = endpoint(channel.remoteAddress());
        local = endpoint(channel.localAddress());
        if (tls == null) {
            open();
        }
    }

    /** The handshake is over, one way or the other. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                open();
            } else {
                distrust(handshake.cause());
            }
        }
    }

    private void distrust(Throwable why) {
        if (handler == null && !closed) {
            if (why instanceof ClosedChannelException) {
                LOG.debug("{} left before the TLS handshake", remote);
            } else {
                LOG.info("TLS handshake with {} failed: {}", remote, why.toString());
            }
            fail(
                    NetworkException.distrust(
                            "TLS handshake with " + remote + " failed: " + why.getMessage(), why));
        }
    }

    private void open() {
        active();
        handler = handlers.apply(this);
        if (limits.idleMs() > 0) {
            watchIdle(limits.idleMs());
        }
        opening.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        ByteBuf bytes = (ByteBuf) message;
        boolean inPlace = assembler.isRoom(bytes);
        unframedBytes += inPlace ? assembler.filled() : bytes.readableBytes();
        if (unframedBytes >= PROGRESS_BYTES) {
            active();
        }
        if (inPlace) {
            bytes.release();
        } else {
            held.add(bytes);
        }
        drain();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (flushNeeded) {
            flushNeeded = false;
            channel.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable() && handler != null && !closed) {
            handler.onWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        Throwable inner = failure instanceof DecoderException ? failure.getCause() : failure;
        if (inner instanceof SSLException && handler == null) {
            distrust(inner);
        } else if (inner instanceof IOException) {
            fail(new NetworkException("connection to " + remote + ": " + failure, failure));
        } else {
            LOG.error("closing the connection to {}: its handler failed", remote, failure);
            fail(failure);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean endedByPeer = !closed;
        closed = true;
        dropHeld();
        if (endedByPeer && assembler.insideFrame()) {
            cause = new NetworkException("connection to " + remote + " ended inside a frame");
        }
        assembler.close();
        if (handler != null) {
            handler.onClosed(cause);
        } else {
            opening.failed(
                    cause != null
                            ? cause
                            : new NetworkException(remote + " closed the connection at once"));
        }
    }

    // ---- inside ----

    /** Decodes held buffers into frames until they are used up or the handler pauses. */
    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        try {
            while (!paused && !closed) {
                ByteBuf frame = assembler.takeWhole();
                if (frame == null && !held.isEmpty()) {
                    frame = assembler.next(held.peek());
                }
                if (frame != null) {
                    deliver(frame);
                } else if (!held.isEmpty()) {
                    held.remove().release();
                } else {
                    break;
                }
            }
        } catch (FrameAssembler.BadLengthException e) {
            LOG.warn("closing the connection to {}: {}", remote, e.getMessage());
            fail(new NetworkException(String.valueOf(e.getMessage()), e));
        } finally {
            draining = false;
        }
        if (closed) {
            dropHeld();
        }
    }

    private void active() {
        lastActivityNanos = loop.clock().nanos();
        unframedBytes = 0;
    }

    private void deliver(ByteBuf frame) {
        active();
        if (handler == null) {
            frame.release();
        } else {
            handler.onFrame(new PooledFrame(frame));
        }
    }

    private void dropHeld() {
        if (!draining) {
            while (!held.isEmpty()) {
                held.remove().release();
            }
        }
    }

    private void fail(Throwable why) {
        if (cause == null && !closed) {
            cause = why;
        }
        closed = true;
        channel.close();
    }

    private void watchIdle(long delayMs) {
        loop.schedule(
                delayMs,
                () -> {
                    long silentMs = (loop.clock().nanos() - lastActivityNanos) / 1_000_000L;
                    if (closed) {
                        return;
                    }
                    if (silentMs < limits.idleMs()) {
                        watchIdle(limits.idleMs() - silentMs);
                    } else if (isBeingRead()) {
                        watchIdle(limits.idleMs());
                    } else {
                        fail(new NetworkException("idle for " + limits.idleMs() + " ms"));
                    }
                });
    }

    /** Whether the peer took something of what was sent since this was asked last. */
    private boolean isBeingRead() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        long unwritten =
                outbound == null
                        ? 0
                        : outbound.totalPendingWriteBytes() - outbound.currentProgress();
        long written = queuedBytes - unwritten;
        boolean progress = written - writtenBytesSeen >= PROGRESS_BYTES;
        writtenBytesSeen = written;
        return unwritten > 0 && progress;
    }

    // ---- the port ----

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public Endpoint remote() {
        return remote;
    }

    @Override
    public Endpoint local() {
        return local;
    }

    @Override
    public @Nullable X500Principal peer() {
        try {
            return tls != null
                            && tls.engine().getSession().getPeerPrincipal()
                                    instanceof X500Principal principal
                    ? principal
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null; // it showed no certificate, and did not have to
        }
    }

    @Override
    public void limitFrames(int bytes) {
        assembler.limit(bytes);
    }

    @Override
    public void send(ByteBuffer[] parts, Runnable released) {
        loop.checkInLoop();
        active();
        ByteBuf[] buffers = closed ? NOTHING : gather(parts);
        if (buffers.length == 0) {
            loop.execute(released);
            return;
        }
        ChannelPromise written = channel.newPromise();
        written.addListener(done -> released.run());
        if (pieces != null) {
            pieces.write(buffers, written);
        } else {
            for (int i = 0; i < buffers.length - 1; i++) {
                channel.write(buffers[i], channel.voidPromise());
            }
            channel.write(buffers[buffers.length - 1], written);
        }
        queueFlush();
    }

    /** The length prefix and small parts in pooled buffers; direct parts as they are, uncopied. */
    private ByteBuf[] gather(ByteBuffer[] parts) {
        long total = 0;
        int heapBytes = 4;
        int direct = 0;
        for (ByteBuffer part : parts) {
            total += part.remaining();
            if (part.isDirect()) {
                direct++;
            } else {
                heapBytes += part.remaining();
            }
        }
        Check.that(total <= Integer.MAX_VALUE, "frame of %d bytes", total);
        queuedBytes += total;
        ByteBuf copied = channel.alloc().directBuffer(heapBytes, heapBytes);
        copied.writeInt((int) total);
        ByteBuf[] buffers = new ByteBuf[2 * direct + 1];
        int count = 0;
        for (ByteBuffer part : parts) {
            if (!part.isDirect()) {
                copied.writeBytes(part.duplicate());
            } else if (part.hasRemaining()) {
                if (copied.isReadable()) {
                    buffers[count++] = copied.readRetainedSlice(copied.readableBytes());
                }
                buffers[count++] = Unpooled.wrappedBuffer(part);
            }
        }
        if (copied.isReadable()) {
            buffers[count++] = copied;
        } else {
            copied.release();
        }
        return count == buffers.length ? buffers : java.util.Arrays.copyOf(buffers, count);
    }

    private void queueFlush() {
        if (reading) {
            flushNeeded = true;
        } else if (!flushQueued) {
            flushQueued = true;
            loop.execute(
                    () -> {
                        flushQueued = false;
                        channel.flush();
                    });
        }
    }

    @Override
    public long pendingBytes() {
        ChannelOutboundBuffer outbound = channel.unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    @Override
    public void pause() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            loop.execute(this::continueReading);
        }
    }

    private void continueReading() {
        if (closed) {
            return;
        }
        try {
            drain();
        } catch (RuntimeException | Error e) {
            LOG.error("closing the connection to {}: its handler failed", remote, e);
            fail(e);
        }
        if (!paused && !closed) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void close() {
        loop.checkInLoop();
        closed = true;
        channel.close();
    }

    private static Endpoint endpoint(@Nullable SocketAddress address) {
        return address instanceof InetSocketAddress internet
                ? new Endpoint(internet.getAddress().getHostAddress(), internet.getPort())
                : new Endpoint("unknown", 0);
    }
}
