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
 * {@code leat warm-up}: a short life of a server and of the commands that talk to it, so that the
 * JVM that writes {@code bin/leat}'s class archive has loaded what they need.
 */
@Command(name = "warm-up", hidden = true)
public final class WarmUpCommand implements LeatCommand {

    @Override
    public Integer call() throws IOException {
        Path data = Files.createTempDirectory("leat-warm-up");
        try {
            List<String> line =
                    List.of(
                            "server",
                            "--port",
                            "0",
                            "--data",
                            data.resolve("data").toString(),
                            "--set",
                            "group.initial.rebalance.delay.ms=0",
                            "--set",
                            "offsets.topic.num.partitions=1");
            ServerSettings settings = Objects.requireNonNull(ServerMain.plain(line));
            try (LeatServer server = LeatServer.start(settings.merged())) {
                return use(server.endpoint().toString());
            }
        } finally {
            delete(data);
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
