package io.leat.log.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leat's server, started as its users start it: by {@code bin/leat} of a checkout. */
final class LeatSide extends Side {

    /** For topics of the server itself: what Kafka's acknowledge, too. */
    private static final String ACKNOWLEDGED_FROM_MEMORY = "durability=replicated";

    private final String command;
    private final Path folders;

    LeatSide(String name, Path home, Path folders) {
        super(name);
        this.command = home.resolve("bin/leat").toAbsolutePath().toString();
        this.folders = folders;
    }

    /** Builds it if its sources changed, so that no measured start does. */
    void build() {
        try {
            int exit =
                    new ProcessBuilder(command, "--version")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(command + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + command, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    ServerProcess start(@Nullable String heap) {
        Path folder = Folders.make(folders, "leat-bench");
        int port = freePort();
        return ServerProcess.start(
                List.of(
                        command,
                        "server",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        ACKNOWLEDGED_FROM_MEMORY),
                heap == null
                        ? Map.of()
                        : Map.of("LEAT_HEAP_OPTS", heap + " -XX:MaxDirectMemorySize=256m"),
                folder,
                port);
    }

    @Override
    Map<String, String> topicSettings() {
        return Map.of("durability", "replicated");
    }
}
