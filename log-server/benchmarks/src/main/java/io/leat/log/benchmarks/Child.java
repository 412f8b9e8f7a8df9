package io.leat.log.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A process that measures something and says it as {@code key=value} lines. Used by the harness's
 * thread.
 */
final class Child implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final List<String> command;
    private final Process process;
    private final BufferedReader said;

    private Child(List<String> command) {
        this.command = command;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        said = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts one that says something, then an empty line, and so on until its input ends. */
    static Child start(List<String> command) {
        return new Child(command);
    }

    /** All that it says until it ends. */
    static Properties run(List<String> command) {
        Child child = new Child(command);
        try {
            Properties result = child.next();
            int exit = child.process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(command + " ended with " + exit);
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            child.process.destroyForcibly();
        }
    }

    /** What it says next, up to an empty line or its end. */
    Properties next() {
        try {
            StringBuilder lines = new StringBuilder();
            String line = said.readLine();
            while (line != null && !line.isEmpty()) {
                lines.append(line).append('\n');
                line = said.readLine();
            }
            Properties result = new Properties();
            result.load(new StringReader(lines.toString()));
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Ends its input and waits for its own end. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
