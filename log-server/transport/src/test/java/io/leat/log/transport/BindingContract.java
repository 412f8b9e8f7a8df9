package io.leat.log.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Disk;
import io.leat.log.runtime.DiskException;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network.Listener;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Offload;
import io.leat.log.runtime.Threads;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What both bindings of the ports promise. */
abstract class BindingContract {

    @TempDir java.nio.file.Path folder;
    private Binding binding;

    abstract Binding bind(java.nio.file.Path folder);

    @BeforeEach
    void open() {
        binding = bind(folder);
    }

    @AfterEach
    void close() {
        binding.close();
    }

    // ---- loops ----

    @Test
    void shouldRunTasksInOrderOnTheirLoop() {
        EventLoop loop = binding.ports().loop();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            loop.execute(() -> seen.add(loop.inLoop() ? number : -1));
        }
        binding.until(() -> seen.size() == 100);
        for (int i = 0; i < 100; i++) {
            assertEquals(i, seen.get(i));
        }
        assertFalse(loop.inLoop());
    }

    @Test
    void shouldRunTimersWhenDueUnlessCancelled() {
        EventLoop loop = binding.ports().loop();
        List<String> seen = new CopyOnWriteArrayList<>();
        long start = loop.clock().millis();
        loop.execute(
                () -> {
                    loop.schedule(10, () -> seen.add("cancelled")).cancel();
                    loop.schedule(30, () -> seen.add("second"));
                    loop.schedule(5, () -> seen.add("first"));
                });
        binding.until(() -> seen.size() == 2);
        assertEquals(List.of("first", "second"), seen);
        assertTrue(loop.clock().millis() - start >= 29);
    }

    // ---- offload and threads ----

    @Test
    void shouldRunTheWorkOfALaneInOrderAndReportOnTheLoop() {
        EventLoop loop = binding.ports().loop();
        Offload.Lane lane = binding.ports().offload().lane("lane");
        List<String> seen = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            lane.run(
                    () -> {
                        if (number == 7) {
                            throw new IllegalStateException("seven");
                        }
                        return number;
                    },
                    loop,
                    (result, failure) -> seen.add(result + "/" + failure + loop.inLoop()));
        }
        binding.until(() -> seen.size() == 20);
        assertEquals("6/nulltrue", seen.get(6));
        assertEquals("null/java.lang.IllegalStateException: seventrue", seen.get(7));
        assertEquals("19/nulltrue", seen.get(19));
    }

    @Test
    void shouldRememberOneRaiseOfASignal() {
        Threads threads = binding.ports().threads();
        Threads.Signal signal = threads.signal();
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        signal.raise();
        signal.raise();
        threads.start(
                "waiter",
                unchecked(
                        () -> {
                            seen.add(signal.await(1_000));
                            seen.add(signal.await(10));
                            seen.add(signal.await(20_000));
                        }));
        binding.until(() -> seen.size() == 2);
        signal.raise();
        binding.until(() -> seen.size() == 3);
        assertEquals(List.of(true, false, true), seen);
    }

    @Test
    void shouldJoinAndInterruptThreads() {
        Threads threads = binding.ports().threads();
        List<String> seen = new CopyOnWriteArrayList<>();
        Threads.Task sleeper =
                threads.start(
                        "sleeper",
                        () -> {
                            try {
                                threads.sleep(1_000_000);
                            } catch (InterruptedException e) {
                                seen.add("interrupted");
                            }
                        });
        threads.start(
                "joiner",
                unchecked(
                        () -> {
                            seen.add("early " + sleeper.join(5));
                            sleeper.interrupt();
                            seen.add("late " + sleeper.join(10_000));
                        }));
        binding.until(() -> seen.size() == 3);
        assertEquals(List.of("early false", "interrupted", "late true"), seen);
        assertFalse(sleeper.isAlive());
    }

    // ---- disk ----

    @Test
    void shouldReadWhatWasWrittenGatheredAtAPosition() {
        Disk disk = binding.disk();
        try (DiskFile file = disk.open("f")) {
            file.write(new ByteBuffer[] {text("one "), text(""), text("two")}, 3);
            assertEquals(10, file.size());
            ByteBuffer target = ByteBuffer.allocate(20);
            assertEquals(7, file.read(target, 3));
            assertEquals("one two", new String(target.array(), 0, 7, UTF_8));
            assertEquals(0, file.read(target, 10));
            file.truncate(5);
            file.truncate(100);
            assertEquals(5, file.size());
            file.force(true);
        }
        assertTrue(disk.exists("f"));
    }

    @Test
    void shouldKeepATreeOfFiles() {
        Disk disk = binding.disk();
        disk.createDirectories("a/b");
        disk.createDirectories("a/b");
        disk.open("a/b/2").close();
        disk.open("a/b/1").close();
        assertEquals(List.of("1", "2"), disk.list("a/b"));
        assertEquals(List.of(), disk.list("nowhere"));
        assertTrue(disk.isDirectory("a/b"));
        assertFalse(disk.isDirectory("a/b/1"));
        disk.rename("a/b/1", "a/b/2");
        disk.forceDirectory("a/b");
        assertEquals(List.of("2"), disk.list("a/b"));
        assertEquals(
                DiskException.Kind.IO,
                assertThrows(DiskException.class, () -> disk.delete("a")).kind());
        assertTrue(disk.delete("a/b/2"));
        assertFalse(disk.delete("a/b/2"));
        assertTrue(disk.delete("a/b"));
        assertTrue(disk.usableBytes() > 0);
    }

    @Test
    void shouldSayThatAFileIsMissing() {
        Disk disk = binding.disk();
        for (String path : List.of("gone", "no/such/folder")) {
            DiskException e = assertThrows(DiskException.class, () -> disk.openRead(path));
            assertEquals(DiskException.Kind.MISSING, e.kind(), path);
        }
        assertEquals(
                DiskException.Kind.MISSING,
                assertThrows(DiskException.class, () -> disk.open("no/such")).kind());
        assertThrows(DiskException.class, () -> disk.rename("gone", "there"));
        assertThrows(DiskException.class, () -> disk.open("../outside"));
    }

    @Test
    void shouldLockOnce() throws Exception {
        AutoCloseable lock = binding.disk().tryLock(".lock");
        assertNotNull(lock);
        assertNull(binding.disk().tryLock(".lock"));
        lock.close();
        AutoCloseable again = binding.disk().tryLock(".lock");
        assertNotNull(again);
        again.close();
    }

    // ---- network ----

    @Test
    void shouldCarryFramesInOrderBothWays() {
        Pair pair = connect(FrameLimits.DEFAULT);
        Random random = new Random(4);
        List<byte[]> sent = new ArrayList<>();
        AtomicInteger released = new AtomicInteger();
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(i % 50 == 0 ? 300_000 : 200)];
            random.nextBytes(bytes);
            sent.add(bytes);
        }
        pair.client
                .connection
                .loop()
                .execute(
                        () -> {
                            for (byte[] bytes : sent) {
                                int cut = bytes.length / 3;
                                ByteBuffer direct =
                                        ByteBuffer.allocateDirect(bytes.length - 2 * cut);
                                direct.put(bytes, cut, bytes.length - 2 * cut).flip();
                                pair.client.connection.send(
                                        new ByteBuffer[] {
                                            ByteBuffer.wrap(bytes, 0, cut),
                                            direct,
                                            ByteBuffer.wrap(bytes, bytes.length - cut, cut)
                                        },
                                        released::incrementAndGet);
                            }
                        });
        binding.until(() -> pair.server.frames.size() == 300 && released.get() == 300);
        for (int i = 0; i < 300; i++) {
            assertArrayEquals(sent.get(i), pair.server.frames.get(i));
        }
        pair.server.connection.loop().execute(() -> pair.server.connection.send(text("back")));
        binding.until(() -> pair.client.frames.size() == 1);
        assertEquals("back", new String(pair.client.frames.get(0), UTF_8));
        assertEquals(pair.client.connection.local().port(), pair.server.connection.remote().port());
    }

    @Test
    void shouldDeliverNothingWhilePausedAndPushBack() {
        Pair pair = connect(new FrameLimits(1 << 20, 0, 64 << 10));
        AtomicInteger released = new AtomicInteger();
        on(pair.server, pair.server.connection::pause);
        on(
                pair.client,
                () -> {
                    for (int i = 0; i < 400; i++) {
                        pair.client.connection.send(
                                new ByteBuffer[] {ByteBuffer.allocateDirect(100_000)},
                                released::incrementAndGet);
                    }
                });
        AtomicReference<Boolean> pushedBack = new AtomicReference<>();
        pair.client
                .connection
                .loop()
                .schedule(
                        50, () -> pushedBack.set(pair.client.connection.pendingBytes() > 64 << 10));
        binding.until(() -> pushedBack.get() != null);
        assertTrue(pushedBack.get());
        assertTrue(released.get() < 400);
        assertTrue(pair.server.frames.size() <= 1);

        on(pair.server, pair.server.connection::resume);
        binding.until(() -> pair.server.frames.size() == 400 && released.get() == 400);
        binding.until(() -> pair.client.writableAgain);
    }

    @Test
    void shouldTellBothSidesOfAClose() {
        Pair pair = connect(FrameLimits.DEFAULT);
        AtomicInteger released = new AtomicInteger();
        on(
                pair.client,
                () -> {
                    pair.client.connection.close();
                    pair.client.connection.send(
                            new ByteBuffer[] {text("late")}, released::incrementAndGet);
                });
        binding.until(() -> pair.client.closed && pair.server.closed && released.get() == 1);
        assertNull(pair.client.cause);
        assertNull(pair.server.cause);
        assertEquals(List.of(), pair.server.frames);
    }

    @Test
    void shouldReleaseEverythingOnceWhenItClosesInTheMiddleOfWriting() {
        Pair pair = connect(new FrameLimits(1 << 20, 0, 64 << 10));
        on(pair.server, pair.server.connection::pause);
        int[] released = new int[200];
        on(
                pair.client,
                () -> {
                    for (int i = 0; i < released.length; i++) {
                        int number = i;
                        ByteBuffer[] parts = {text("head"), ByteBuffer.allocateDirect(200_000)};
                        pair.client.connection.send(parts, () -> released[number]++);
                    }
                });
        on(pair.client, pair.client.connection::close);
        binding.until(() -> pair.client.closed);
        AtomicReference<List<Integer>> counts = new AtomicReference<>();
        binding.until(
                () -> {
                    on(
                            pair.client,
                            () -> counts.set(Arrays.stream(released).boxed().distinct().toList()));
                    return List.of(1).equals(counts.get());
                });
        on(pair.server, pair.server.connection::resume);
        binding.until(() -> pair.server.closed);
    }

    @Test
    void shouldThrowWhenAThreadIsInterruptedBeforeItWaits() {
        Threads threads = binding.ports().threads();
        Threads.Signal signal = threads.signal();
        signal.raise();
        AtomicInteger interrupted = new AtomicInteger();
        threads.start(
                "interrupted",
                () -> {
                    for (int i = 0; i < 2; i++) {
                        Thread.currentThread().interrupt();
                        try {
                            if (i == 0) {
                                signal.await(10);
                            } else {
                                threads.sleep(10);
                            }
                        } catch (InterruptedException e) {
                            interrupted.incrementAndGet();
                        }
                    }
                });
        binding.until(() -> interrupted.get() == 2);
    }

    @Test
    void shouldCloseOnAnOversizeFrame() {
        Pair pair = connect(new FrameLimits(1_000, 0, 1 << 20));
        on(pair.client, () -> pair.client.connection.send(ByteBuffer.allocate(1_001)));
        binding.until(() -> pair.server.closed && pair.client.closed);
        assertInstanceOf(NetworkException.class, pair.server.cause);
    }

    @Test
    void shouldCloseAnIdleConnection() {
        Pair pair = connect(new FrameLimits(1_000, 100, 1 << 20));
        binding.until(() -> pair.server.closed && pair.client.closed);
    }

    @Test
    void shouldRefuseToConnectWhereNobodyListens() {
        Listener listener = listen(FrameLimits.DEFAULT, Peer::new);
        await(listener.close());
        EventLoop loop = binding.ports().loop();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicReference<Boolean> onLoop = new AtomicReference<>();
        for (Endpoint target : List.of(listener.endpoint(), new Endpoint("no such host", 1))) {
            failure.set(null);
            // From the loop: a stage that is complete already would run this on the caller's
            // thread.
            loop.execute(
                    () ->
                            binding.ports()
                                    .network()
                                    .connect(target, loop, FrameLimits.DEFAULT, Peer::new)
                                    .whenComplete(
                                            (connection, e) -> {
                                                onLoop.set(loop.inLoop());
                                                failure.set(e);
                                            }));
            binding.until(() -> failure.get() != null);
            assertInstanceOf(NetworkException.class, failure.get());
            assertTrue(onLoop.get());
        }
    }

    @Test
    void shouldRefuseToListenOnAPortInUse() {
        Listener listener = listen(FrameLimits.DEFAULT, Peer::new);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        binding.ports()
                .network()
                .listen(
                        listener.endpoint(),
                        binding.ports().loops(),
                        FrameLimits.DEFAULT,
                        Peer::new)
                .whenComplete((second, e) -> failure.set(e));
        binding.until(() -> failure.get() != null);
        assertInstanceOf(NetworkException.class, failure.get());
    }

    // ---- inside ----

    private record Pair(Peer client, Peer server) {}

    private Pair connect(FrameLimits limits) {
        AtomicReference<Peer> server = new AtomicReference<>();
        AtomicReference<Peer> client = new AtomicReference<>();
        Listener listener =
                listen(
                        limits,
                        connection -> {
                            server.set(new Peer(connection));
                            return server.get();
                        });
        AtomicReference<Connection> open = new AtomicReference<>();
        binding.ports()
                .network()
                .connect(
                        listener.endpoint(),
                        binding.ports().loop(),
                        limits,
                        connection -> {
                            client.set(new Peer(connection));
                            return client.get();
                        })
                .thenAccept(open::set);
        binding.until(() -> open.get() != null && server.get() != null);
        return new Pair(client.get(), server.get());
    }

    private Listener listen(FrameLimits limits, Function<Connection, ConnectionHandler> acceptor) {
        return await(
                binding.ports()
                        .network()
                        .listen(
                                new Endpoint("localhost", 0),
                                binding.ports().loops(),
                                limits,
                                acceptor));
    }

    private <T> T await(CompletionStage<T> stage) {
        binding.until(() -> stage.toCompletableFuture().isDone());
        return stage.toCompletableFuture().join();
    }

    private static void on(Peer peer, Runnable task) {
        peer.connection.loop().execute(task);
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static Runnable unchecked(Interruptible body) {
        return () -> {
            try {
                body.run();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
