package io.leat.log.server;

import io.leat.log.cli.Leat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A real server in a process of its own, to be killed without warning. One test's thread owns it.
 */
final class ServerProcess implements AutoCloseable {

    private static final int KEPT_LINES = 40;

    private final Process process;
    private final Deque<String> output = new ArrayDeque<>();
    private final CountDownLatch readyOrDead = new CountDownLatch(1);
    private volatile boolean ready;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Starts a server and returns when it serves. */
    static ServerProcess start(Path data, int port, String... options)
            throws IOException, InterruptedException {
        return startIn(List.of(), data, port, options);
    }

    /** Starts a server through {@code shell}, a command that executes its last arguments. */
    static ServerProcess startIn(List<String> shell, Path data, int port, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(shell);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leat.class.getName(),
                        "server",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        data.toString()));
        command.addAll(List.of(options));
        ServerProcess server =
                new ServerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
        Thread reader = new Thread(server::readOutput, "server-output");
        reader.setDaemon(true);
        reader.start();
        boolean answered = server.readyOrDead.await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (!answered || !server.ready) {
            server.kill();
            throw new IOException("The server did not start:\n" + server.output());
        }
        return server;
    }

    private void readOutput() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                keep(line);
                if (line.contains("leat server ready on")) {
                    ready = true;
                    readyOrDead.countDown();
                }
            }
        } catch (IOException e) {
            keep("output ended: " + e.getMessage());
        } finally {
            readyOrDead.countDown();
        }
    }

    private void keep(String line) {
        synchronized (output) {
            if (output.size() == KEPT_LINES) {
                output.removeFirst();
            }
            output.addLast(line);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Gives it a line on its standard input. */
    void tell(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** The last lines it printed. */
    String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** Ends it as {@code kill} does and returns when it is gone. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Ends it as {@code kill -9} does and returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * A port of 127.0.0.1 that was free a moment ago, and is not one that the system gives to
     * outgoing connections: it is free again when a server that was killed starts anew.
     */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue; // somebody has it
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
