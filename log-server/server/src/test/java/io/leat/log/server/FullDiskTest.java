package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.TopicPartition;
import io.leat.common.errors.KafkaStorageException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.serialization.StringDeserializer;
import io.leat.common.serialization.StringSerializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real server on a file system of a few megabytes, which only its process sees. */
@Timeout(240)
final class FullDiskTest {

    private static final int RECORD_BYTES = 50_000;
    private static final TopicPartition PARTITION = new TopicPartition("t", 0);

    /** Mounts a small disk, starts the rest of the line on it, and fills or frees it when told. */
    private static final String SMALL_DISK =
            "mount -t tmpfs -o size=24m tmpfs \"$1\" || exit 42\n"
                    + "disk=\"$1\"; shift; exec 3<&0\n"
                    + "while read -r line <&3; do case $line in\n"
                    + " fill) head -c 64000000 /dev/zero >\"$disk/filler\" 2>&-; echo filled ;;\n"
                    + " free) rm \"$disk/filler\"; echo freed ;; esac; done &\n"
                    + "exec \"$@\" 3<&- </dev/null\n";

    @TempDir Path folder;

    private final List<String> acknowledged = new ArrayList<>();
    private String address;
    private String waiting;

    private List<String> shell(Path disk) throws IOException {
        Files.createDirectories(disk);
        List<String> own = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");
        List<String> command = new ArrayList<>(own);
        command.addAll(List.of(SMALL_DISK, "sh", disk.toString()));
        return command;
    }

    private boolean canMount(Path disk) throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(shell(disk));
            command.add("true");
            Process tried =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("tried").toFile())
                            .start();
            tried.getOutputStream().close();
            return tried.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    && tried.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldKeepWhatItAcknowledgedAndGoOnWhenThereIsRoomAgain() throws Exception {
        Path disk = folder.resolve("disk");
        Assumptions.assumeTrue(
                canMount(disk), "no small disk to fill: 'unshare' may not mount one here");
        int port = ServerProcess.freePort();
        address = "127.0.0.1:" + port;
        try (ServerProcess server =
                ServerProcess.startIn(
                        shell(disk),
                        disk.resolve("data"),
                        port,
                        "--set",
                        "offsets.topic.num.partitions=1",
                        "--set",
                        "auto.create.topics.enable=false")) {
            create("t");
            for (int i = 0; i < 20; i++) {
                send(i);
            }
            commit(5);
            server.tell("fill");
            await(server, "filled");
            refuse(server);
            server.tell("free");
            await(server, "freed");
            for (int i = 20; i < 40; i++) {
                send(i);
            }
            await(server, "has room again");
            commit(7);
            awaitTopic(waiting);
            assertEquals(acknowledged, read(), server.output());
        }
    }

    private void refuse(ServerProcess server) throws Exception {
        ExecutionException refused =
                assertThrows(
                        ExecutionException.class,
                        () -> {
                            for (int i = 20; i < 1_000; i++) { // until the rest of a page is full
                                send(i, "refused-");
                            }
                        });
        assertInstanceOf(KafkaStorageException.class, refused.getCause());
        String said = String.valueOf(refused.getCause().getMessage());
        assertTrue(said.contains("No space left on device"), said);
        await(server, "is full: cannot write to " + folder.resolve("disk").resolve("data"));
        assertThrows(TimeoutException.class, () -> commitUntilRefused());
        ExecutionException waits =
                assertThrows(
                        ExecutionException.class,
                        () -> {
                            for (int i = 0; i < 1_000; i++) {
                                waiting = "waiting-" + i;
                                create(waiting);
                            }
                        });
        assertInstanceOf(TimeoutException.class, waits.getCause());
        await(server, "changes to topics and the cluster wait");
        assertTrue(server.isAlive(), server.output());
    }

    private void commitUntilRefused() {
        for (int i = 0; i < 1_000; i++) { // until the rest of a page is full
            commit(6);
        }
    }

    private void await(ServerProcess server, String line) {
        Awaitility.await()
                .atMost(Patience.LIMIT)
                .until(() -> server.output().contains(line) || !server.isAlive());
        assertTrue(server.output().contains(line), server.output());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", address);
        properties.put("request.timeout.ms", "3000");
        properties.put("default.api.timeout.ms", "3000");
        return properties;
    }

    private void create(String topic) throws Exception {
        try (Admin admin = Admin.create(properties())) {
            NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.of((short) 1));
            admin.createTopics(List.of(wanted)).all().get();
        }
    }

    private void awaitTopic(String topic) {
        try (Admin admin = Admin.create(properties())) {
            Awaitility.await()
                    .atMost(Patience.LIMIT)
                    .until(() -> admin.listTopics().names().get().contains(topic));
        }
    }

    private void send(int number) throws Exception {
        send(number, "kept-");
    }

    /** Sends one record, once; remembers it if it was acknowledged. */
    private void send(int number, String prefix) throws Exception {
        String value = (prefix + number + "x".repeat(RECORD_BYTES)).substring(0, RECORD_BYTES);
        Properties properties = properties();
        properties.remove("default.api.timeout.ms");
        properties.put("enable.idempotence", "false");
        properties.put("retries", "0");
        properties.put("delivery.timeout.ms", "3000");
        properties.put("linger.ms", "0");
        try (LeatProducer<String, String> producer =
                new LeatProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("t", 0, null, value)).get();
            acknowledged.add(value);
        }
    }

    private LeatConsumer<String, String> consumer() {
        Properties properties = properties();
        properties.put("group.id", "g");
        properties.put("enable.auto.commit", "false");
        LeatConsumer<String, String> consumer =
                new LeatConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    private void commit(long offset) {
        try (LeatConsumer<String, String> consumer = consumer()) {
            consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(offset)));
        }
    }

    private List<String> read() {
        List<String> read = new ArrayList<>();
        try (LeatConsumer<String, String> consumer = consumer()) {
            assertEquals(
                    7, consumer.committed(java.util.Set.of(PARTITION)).get(PARTITION).offset());
            consumer.seekToBeginning(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            Patience patience = Patience.begin();
            while (read.size() < end && patience.lasts()) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> read.add(record.value()));
            }
        }
        return read;
    }
}
