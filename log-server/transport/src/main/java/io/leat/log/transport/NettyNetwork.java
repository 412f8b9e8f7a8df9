package io.leat.log.transport;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Tls;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP sockets on the given event loops. Stateless; names are resolved off the loops. */
final class NettyNetwork implements Network {

    private static final Logger LOG = LoggerFactory.getLogger(NettyNetwork.class);
    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final LoopGroup group;
    private final Executor workers;
    private final @Nullable TlsContexts tls;

    /**
     * @param workers resolve names and compute handshakes
     */
    NettyNetwork(LoopGroup group, Executor workers) {
        this(group, workers, null);
    }

    private NettyNetwork(LoopGroup group, Executor workers, @Nullable TlsContexts tls) {
        this.group = group;
        this.workers = workers;
        this.tls = tls;
    }

    @Override
    public Network secured(Supplier<Tls> settings) {
        return new NettyNetwork(group, workers, new TlsContexts(settings, workers));
    }

    @Override
    public void checkKeys(Tls settings) {
        new TlsContexts(() -> settings, workers).checkKeys();
    }

    @Override
    public CompletionStage<Listener> listen(
            Endpoint endpoint,
            List<EventLoop> loops,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> acceptor) {
        CompletableFuture<Listener> result = new CompletableFuture<>();
        List<NettyLoop> targets = loops.stream().map(NettyLoop::of).toList();
        try {
            if (tls != null) {
                tls.checkKeys();
            }
        } catch (NetworkException e) {
            result.completeExceptionally(e);
            return result;
        }
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(targets.get(0).netty())
                        .channelFactory(group.serverChannels())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.SO_BACKLOG, 1_024)
                        .handler(new Acceptor(targets, limits, acceptor, tls));
        resolve(
                endpoint,
                result,
                address ->
                        bootstrap
                                .bind(address)
                                .addListener(
                                        (io.netty.channel.ChannelFuture bound) -> {
                                            if (bound.isSuccess()) {
                                                result.complete(
                                                        new Bound(endpoint, bound.channel()));
                                            } else {
                                                result.completeExceptionally(
                                                        refused(
                                                                "listen on",
                                                                endpoint,
                                                                bound.cause()));
                                            }
                                        }));
        return result;
    }

    @Override
    public CompletionStage<Connection> connect(
            Endpoint endpoint,
            EventLoop loop,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> handler) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        NettyLoop target = NettyLoop.of(loop);
        SslHandler secure;
        try {
            secure = tls == null ? null : tls.connecting(endpoint, target.clock().nanos());
        } catch (NetworkException e) {
            target.execute(() -> result.completeExceptionally(e));
            return result;
        }
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(target.netty())
                        .channelFactory(group.channels())
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        install(
                                                channel,
                                                target,
                                                limits,
                                                handler,
                                                new Completion(result),
                                                secure);
                                    }
                                });
        CompletableFuture<Connection> onLoop = new CompletableFuture<>();
        onLoop.whenComplete(
                (connection, failure) ->
                        target.execute(() -> result.completeExceptionally(failure)));
        resolve(
                endpoint,
                onLoop,
                address ->
                        bootstrap
                                .connect(address)
                                .addListener(
                                        done -> {
                                            if (!done.isSuccess()) {
                                                onLoop.completeExceptionally(
                                                        notConnected(endpoint, done.cause()));
                                            }
                                        }));
        return result;
    }

    private <T> void resolve(
            Endpoint endpoint, CompletableFuture<T> result, Consumer<InetSocketAddress> then) {
        workers.execute(
                () -> {
                    try {
                        InetAddress address = InetAddress.getByName(endpoint.host());
                        then.accept(new InetSocketAddress(address, endpoint.port()));
                    } catch (UnknownHostException e) {
                        result.completeExceptionally(
                                new NetworkException(
                                        "host '" + endpoint.host() + "' is unknown", e));
                    } catch (RuntimeException e) {
                        result.completeExceptionally(refused("use", endpoint, e));
                    }
                });
    }

    /** A refusal of the machine is told from silence: the first is certain. */
    private static NetworkException notConnected(Endpoint endpoint, Throwable cause) {
        boolean silent = cause instanceof ConnectTimeoutException;
        String reason = String.valueOf(cause.getMessage());
        return cause instanceof ConnectException && !silent && reason.contains("refused")
                ? NetworkException.refused("cannot connect to " + endpoint + ": " + reason)
                : refused("connect to", endpoint, cause);
    }

    private static NetworkException refused(String what, Endpoint endpoint, Throwable cause) {
        return new NetworkException(
                "cannot " + what + " " + endpoint + ": " + cause.getMessage(), cause);
    }

    private static void install(
            Channel channel,
            NettyLoop loop,
            FrameLimits limits,
            Function<Connection, ConnectionHandler> handlers,
            NettyConnection.Opening opening,
            @Nullable SslHandler tls) {
        int high = Math.max(2, limits.writeHighBytes());
        ChannelConfig config = channel.config();
        config.setOption(ChannelOption.TCP_NODELAY, true);
        config.setOption(ChannelOption.SO_KEEPALIVE, true);
        config.setAllocator(PooledByteBufAllocator.DEFAULT);
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
        if (tls != null) {
            channel.pipeline().addLast(tls);
        }
        channel.pipeline()
                .addLast(new NettyConnection(channel, loop, limits, handlers, opening, tls));
    }

    /** Tells who wanted to connect. */
    private record Completion(CompletableFuture<Connection> result)
            implements NettyConnection.Opening {

        @Override
        public void opened(NettyConnection connection) {
            result.complete(connection);
        }

        @Override
        public void failed(Throwable cause) {
            result.completeExceptionally(cause);
        }
    }

    /** Takes accepted sockets and gives them to the loops in turn. */
    private static final class Acceptor extends ChannelInboundHandlerAdapter {

        private final List<NettyLoop> loops;
        private final FrameLimits limits;
        private final Function<Connection, ConnectionHandler> handlers;
        private final @Nullable TlsContexts tls;
        private int next;

        Acceptor(
                List<NettyLoop> loops,
                FrameLimits limits,
                Function<Connection, ConnectionHandler> handlers,
                @Nullable TlsContexts tls) {
            this.tls = tls;
            this.loops = loops;
            this.limits = limits;
            this.handlers = handlers;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Channel accepted = (Channel) message;
            NettyLoop loop = loops.get(next);
            next = (next + 1) % loops.size();
            SslHandler secure = tls == null ? null : tls.accepting(loop.clock().nanos());
            install(accepted, loop, limits, handlers, connection -> {}, secure);
            loop.netty()
                    .register(accepted)
                    .addListener(
                            done -> {
                                if (!done.isSuccess()) {
                                    accepted.unsafe().closeForcibly();
                                }
                            });
        }

        /** Out of file descriptors, most likely: rest a second instead of spinning on accept. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            LOG.warn("cannot accept a connection: {}", failure.toString());
            ChannelConfig config = context.channel().config();
            config.setAutoRead(false);
            context.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
        }
    }

    private record Bound(Endpoint asked, Channel channel) implements Listener {

        @Override
        public Endpoint endpoint() {
            return new Endpoint(
                    asked.host(), ((InetSocketAddress) channel.localAddress()).getPort());
        }

        @Override
        public CompletionStage<Void> close() {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            channel.close().addListener(done -> closed.complete(null));
            return closed;
        }
    }
}
