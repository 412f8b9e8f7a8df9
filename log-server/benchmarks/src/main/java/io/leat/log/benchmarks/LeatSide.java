package io.leat.log.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
    List<Launch> launches(int nodes, @Nullable String heap) {
        List<Integer> ports = Stream.generate(Side::freePort).limit(nodes).toList();
        List<Integer> controllers = Stream.generate(Side::freePort).limit(nodes).toList();
        List<Launch> launches = new ArrayList<>();
        for (int id = 1; id <= nodes; id++) {
            Path folder = Folders.make(folders, "leat-bench");
            int port = ports.get(id - 1);
            List<String> command = command(folder);
            if (nodes == 1) {
                command.addAll(List.of("--port", Integer.toString(port)));
            } else {
                command.addAll(List.of("--set", "node.id=" + id));
                command.addAll(List.of("--set", "listeners=" + listeners(port, controllers, id)));
                command.addAll(List.of("--set", "controller.quorum.voters=" + voters(controllers)));
            }
            launches.add(new Launch(command, environment(heap), folder, port));
        }
        return launches;
    }

    private List<String> command(Path folder) {
        List<String> command = new ArrayList<>(List.of(executable, "server"));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        command.addAll(List.of("--set", "durability=" + durability));
        return command;
    }

    private static Map<String, String> environment(@Nullable String heap) {
        return heap == null
                ? Map.of()
                : Map.of("LEAT_HEAP_OPTS", heap + " -XX:MaxDirectMemorySize=256m");
    }

    @Override
    Launch secureLaunch(String heap) {
        TlsFiles tls = TlsFiles.in(folders);
        Path folder = Folders.make(folders, "leat-bench");
        int port = freePort();
        int tlsPort = freePort();
        String listeners = "PLAINTEXT://" + Launch.at(port) + ",SSL://" + Launch.at(tlsPort);
        List<String> command = command(folder);
        command.addAll(List.of("--set", "listeners=" + listeners));
        tls.server().forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
        return new Launch(command, environment(heap), folder, port).over(tls, tlsPort);
    }

    private static String listeners(int port, List<Integer> controllers, int id) {
        return "PLAINTEXT://127.0.0.1:"
                + port
                + ",CONTROLLER://127.0.0.1:"
                + controllers.get(id - 1);
    }

    private static String voters(List<Integer> controllers) {
        return IntStream.rangeClosed(1, controllers.size())
                .mapToObj(voter -> voter + "@127.0.0.1:" + controllers.get(voter - 1))
                .collect(Collectors.joining(","));
    }

    @Override
    Map<String, String> topicSettings() {
        return Map.of("durability", durability);
    }
}
