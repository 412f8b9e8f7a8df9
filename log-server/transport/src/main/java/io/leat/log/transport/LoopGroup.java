package io.leat.log.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event loops and the sockets that fit them: those of a Vert.x instance, which keeps its own life
 * cycle, or loops of our own, which cost a client half the start-up of a Vert.x instance.
 *
 * @param owned whether closing the ports ends the loops
 */
record LoopGroup(
        EventLoopGroup loops,
        ChannelFactory<? extends Channel> channels,
        ChannelFactory<? extends Channel> serverChannels,
        boolean owned) {

    private static final Logger LOG = LoggerFactory.getLogger(LoopGroup.class);

    /** Loops of our own: epoll where its native library loads, else NIO. */
    static LoopGroup own(String name, int count) {
        if (!Epoll.isAvailable()) {
            LOG.info("native epoll is not available here, using NIO");
            return nio(name, count);
        }
        DefaultThreadFactory threads = new DefaultThreadFactory(name, true);
        return new LoopGroup(
                new MultiThreadIoEventLoopGroup(count, threads, EpollIoHandler.newFactory()),
                EpollSocketChannel::new,
                EpollServerSocketChannel::new,
                true);
    }

    /** Loops of our own on the sockets of the JDK. */
    static LoopGroup nio(String name, int count) {
        DefaultThreadFactory threads = new DefaultThreadFactory(name, true);
        return new LoopGroup(
                new MultiThreadIoEventLoopGroup(count, threads, NioIoHandler.newFactory()),
                NioSocketChannel::new,
                NioServerSocketChannel::new,
                true);
    }

    /** The loops of {@code vertx}, with the transport it chose. */
    static LoopGroup of(Vertx vertx) {
        VertxInternal internal = (VertxInternal) vertx;
        Transport transport = internal.transport();
        return new LoopGroup(
                internal.nettyEventLoopGroup(),
                transport.channelFactory(false),
                transport.serverChannelFactory(false),
                false);
    }

    void close() {
        if (owned) {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3_000);
        }
    }
}
