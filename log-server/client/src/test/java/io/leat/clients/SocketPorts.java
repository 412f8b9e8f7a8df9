package io.leat.clients;

import io.leat.log.runtime.Clock;
import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Offload;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.Threads;
import io.leat.log.runtime.Timer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Ports on plain blocking sockets: small enough to trust in tests. Closed by whoever opened it. */
public final class SocketPorts implements AutoCloseable {

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    body -> {
                        Thread thread = new Thread(body, "loop");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Loop loop = new Loop();

    public Ports ports() {
        return new Ports(
                loop.clock(),
                new RandomEntropy(),
                new Sockets(),
                List.of(loop),
                new Off(),
                new RealThreads());
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private final class Loop implements EventLoop {

        private volatile Thread thread;

        @Override
        public void execute(Runnable task) {
            schedule(0, task);
        }

        @Override
        public Timer schedule(long delayMs, Runnable task) {
            if (executor.isShutdown()) {
                return () -> {};
            }
            ScheduledFuture<?> future =
                    executor.schedule(
                            () -> {
                                thread = Thread.currentThread();
                                try {
                                    task.run();
                                } catch (Throwable e) {
                                    e.printStackTrace();
                                }
                            },
                            Math.max(0, delayMs),
                            TimeUnit.MILLISECONDS);
            return () -> future.cancel(false);
        }

        @Override
        public boolean inLoop() {
            return Thread.currentThread() == thread;
        }

        @Override
        public Clock clock() {
            return new Clock() {
                @Override
                public long nanos() {
                    return System.nanoTime();
                }

                @Override
                public long epochMillis() {
                    return System.currentTimeMillis();
                }
            };
        }
    }

    private static final class RandomEntropy implements Entropy {

        private final Random random = new Random();

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            return random.nextInt(bound);
        }

        @Override
        public void nextBytes(byte[] target) {
            random.nextBytes(target);
        }

        @Override
        public Entropy fork(String name) {
            return new RandomEntropy();
        }
    }

    private static final class Sockets implements Network {

        @Override
        public CompletionStage<Listener> listen(
                Endpoint endpoint,
                List<EventLoop> loops,
                FrameLimits limits,
                Function<Connection, ConnectionHandler> acceptor) {
            throw new UnsupportedOperationException("clients do not listen");
        }

        @Override
        public CompletionStage<Connection> connect(
                Endpoint endpoint,
                EventLoop on,
                FrameLimits limits,
                Function<Connection, ConnectionHandler> handler) {
            CompletableFuture<Connection> future = new CompletableFuture<>();
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    Socket socket = new Socket();
                                    socket.setTcpNoDelay(true);
                                    socket.connect(
                                            new InetSocketAddress(endpoint.host(), endpoint.port()),
                                            5_000);
                                    SocketConnection made =
                                            new SocketConnection(socket, on, endpoint);
                                    on.execute(
                                            () -> {
                                                made.handler = handler.apply(made);
                                                future.complete(made);
                                            });
                                    made.read();
                                } catch (IOException e) {
                                    on.execute(
                                            () ->
                                                    future.completeExceptionally(
                                                            new NetworkException(
                                                                    "no connection to " + endpoint,
                                                                    e)));
                                }
                            },
                            "reader " + endpoint);
            thread.setDaemon(true);
            thread.start();
            return future;
        }
    }

    private static final class SocketConnection implements Connection {

        private final Socket socket;
        private final EventLoop loop;
        private final Endpoint remote;
        private ConnectionHandler handler;
        private boolean closed;

        SocketConnection(Socket socket, EventLoop loop, Endpoint remote) {
            this.socket = socket;
            this.loop = loop;
            this.remote = remote;
        }

        void read() {
            try {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                while (true) {
                    byte[] bytes = new byte[in.readInt()];
                    in.readFully(bytes);
                    loop.execute(
                            () -> {
                                if (!closed) {
                                    handler.onFrame(new HeapFrame(ByteBuffer.wrap(bytes)));
                                }
                            });
                }
            } catch (IOException e) {
                loop.execute(() -> ended(e));
            }
        }

        private void ended(IOException cause) {
            if (!closed) {
                closed = true;
                handler.onClosed(cause);
            }
        }

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
            return new Endpoint("localhost", socket.getLocalPort());
        }

        @Override
        public void send(ByteBuffer[] parts, Runnable released) {
            try {
                int size = 0;
                for (ByteBuffer part : parts) {
                    size += part.remaining();
                }
                ByteBuffer all = ByteBuffer.allocate(4 + size).putInt(size);
                for (ByteBuffer part : parts) {
                    all.put(part.duplicate());
                }
                OutputStream out = socket.getOutputStream();
                out.write(all.array());
                out.flush();
            } catch (IOException e) {
                loop.execute(() -> ended(e));
            }
            released.run();
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                handler.onClosed(null);
            }
        }
    }

    private record HeapFrame(ByteBuffer bytes) implements Frame {

        @Override
        public void retain() {}

        @Override
        public void release() {}
    }

    private static final class Off implements Offload {

        @Override
        public Lane lane(String name) {
            return new Lane() {
                @Override
                public <T> void run(Callable<T> work, EventLoop on, BiConsumer<T, Throwable> done) {
                    throw new UnsupportedOperationException("clients do not offload");
                }
            };
        }
    }

    private static final class RealThreads implements Threads {

        @Override
        public Task start(String name, Runnable body) {
            throw new UnsupportedOperationException("tests start their own threads");
        }

        @Override
        public Signal signal() {
            Semaphore semaphore = new Semaphore(0);
            return new Signal() {
                @Override
                public void raise() {
                    semaphore.release();
                }

                @Override
                public boolean await(long timeoutMs) throws InterruptedException {
                    boolean raised = semaphore.tryAcquire(timeoutMs, TimeUnit.MILLISECONDS);
                    semaphore.drainPermits();
                    return raised;
                }
            };
        }

        @Override
        public void sleep(long ms) throws InterruptedException {
            Thread.sleep(ms);
        }
    }
}
