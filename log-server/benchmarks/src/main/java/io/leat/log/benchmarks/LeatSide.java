package io.leat.log.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Leat's server, started as its users start it: by {@code bin/leat} of a checkout. */
final class LeatSide extends Side {

    private final String executable;
    private final String durability;
    private final Path folders;

    /**
     * @param durability of all topics, those of the server itself too
     */
    LeatSide(String name, Path home, Path folders, String durability) {
        super(name);
        this.durability = durability;
        this.executable = home.resolve("bin/leat").toAbsolutePath().toString();
        this.folders = folders;
    }

    /** Builds it if its sources changed, so that no measured start does. */
    void build() {
        try {
            int exit =
                    new ProcessBuilder(executable, "--version")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor();
            if (exit != 0) {
                throw new IllegalStateException(executable + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + executable, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    @Nullable String refusal(int nodes) {
        return nodes == 1 ? null : name() + " has one node so far; " + nodes + " were asked for";
    }

    @Override
    List<Launch> launches(int nodes, @Nullable String heap) {
        String refusal = refusal(nodes);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        Path folder = Folders.make(folders, "leat-bench");
        int port = freePort();
        List<String> command =
                List.of(
                        executable,
                        "server",
                        "--port",
                        Integer.toString(port),
                        "--data",
                        folder.resolve("data").toString(),
                        "--set",
                        "durability=" + durability);
        Map<String, String> environment =
                heap == null
                        ? Map.of()
                        : Map.of("LEAT_HEAP_OPTS", heap + " -XX:MaxDirectMemorySize=256m");
        return List.of(new Launch(command, environment, folder, port));
    }

    @Override
    Map<String, String> topicSettings() {
        return Map.of("durability", durability);
    }
}
