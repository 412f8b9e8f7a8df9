package io.leat.log.testkit.live;

import io.leat.log.server.ServerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A real node in a process of its own, with its log in a file. One thread at a time uses it.
 *
 * <pre>
 *   start --> running <--resume/pause--> stopped by SIGSTOP
 *               '--kill (SIGKILL), stop (SIGTERM)--> ended --start--> running
 * </pre>
 */
final class LiveNode {

    private static final long PATIENCE_S = 120;

    private final int id;
    private final Map<String, String> settings;
    private final Path log;
    private Process process;
    private CountDownLatch readyOrDead = new CountDownLatch(1);
    private volatile boolean ready;

    /**
     * @param log where its words are added
     */
    LiveNode(int id, Map<String, String> settings, Path log) {
        this.id = id;
        this.settings = Map.copyOf(settings);
        this.log = log;
    }

    int id() {
        return id;
    }

    /** Starts a process, which may end by itself. */
    void launch() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xms32m");
        command.add("-Xmx256m");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+PerfDisableSharedMem");
        command.add("-Xss512k");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ServerMain.class.getName());
        command.add("server");
        settings.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        try {
            Process started = builder.start();
            CountDownLatch news = new CountDownLatch(1);
            process = started;
            readyOrDead = news;
            ready = false;
            Thread reader = new Thread(() -> listen(started, news), "node-" + id + "-output");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(Process started, CountDownLatch news) {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("leat server ready on")) {
                    ready = true;
                    news.countDown();
                }
            }
        } catch (IOException e) {
            // It was killed while this was read.
        } finally {
            news.countDown();
        }
    }

    /** Returns when it serves. */
    void awaitReady() throws InterruptedException {
        if (!readyOrDead.await(PATIENCE_S, TimeUnit.SECONDS) || !ready) {
            throw new IllegalStateException("Node " + id + " did not start:\n" + words());
        }
    }

    /** Waits until it has ended by itself; returns its exit code. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Node " + id + " does not end:\n" + words());
        }
        return process.exitValue();
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    /** Everything its processes wrote into the log. */
    String words() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns when it is gone. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Node " + id + " does not stop:\n" + words());
        }
    }

    /** SIGSTOP: it hangs, and its connections stay open. */
    void pause() throws InterruptedException {
        signal("STOP");
    }

    /** SIGCONT. */
    void resume() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        try {
            int exit =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " of node " + id + ": " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
