package io.leat.log.server;

import io.leat.log.cli.Leat;
import io.leat.log.cli.LeatCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code leat warm-up}: a short life of a server and of the commands that talk to it, and starts on
 * what it left behind, in order and as after a crash, so that the JVM that writes {@code
 * bin/leat}'s class archive has loaded what they need.
 */
@Command(name = "warm-up", hidden = true)
public final class WarmUpCommand implements LeatCommand {

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("leat-warm-up");
        try {
            Path data = folder.resolve("data");
            Path crashed = folder.resolve("crashed");
            int failed;
            try (LeatServer server = start(data)) {
                failed = use(server.endpoint().toString());
                copy(data, crashed);
            }
            start(crashed).close();
            start(data).close();
            return failed;
        } finally {
            delete(folder);
        }
    }

    private static LeatServer start(Path data) {
        List<String> line =
                List.of(
                        "server",
                        "--port",
                        "0",
                        "--data",
                        data.toString(),
                        "--set",
                        "durability=replicated",
                        "--set",
                        "group.initial.rebalance.delay.ms=0",
                        "--set",
                        "offsets.topic.num.partitions=1");
        return LeatServer.start(Objects.requireNonNull(ServerMain.plain(line)).merged());
    }

    /** As it is now, while a server writes it: what a crash would leave. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static int use(String address) {
        int failed = 0;
        for (String line :
                List.of(
                        "topics create warm-up -b",
                        "topics list -b",
                        "topics describe warm-up -b",
                        "kafka-topics --list --bootstrap-server",
                        "kafka-topics --describe --bootstrap-server",
                        "produce warm-up -b",
                        "kafka-console-producer --topic warm-up --bootstrap-server",
                        "consume warm-up --count 1 -b",
                        "kafka-console-consumer --topic warm-up --from-beginning --max-messages 1"
                                + " --group warm-up --bootstrap-server",
                        "groups list -b",
                        "kafka-consumer-groups --describe --group warm-up --bootstrap-server")) {
            System.setIn(new ByteArrayInputStream("line\n".getBytes(StandardCharsets.UTF_8)));
            failed |= Leat.run((line + " " + address).split(" "));
        }
        return failed;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
