package io.leat.log.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.ApacheTools;
import io.leat.log.protocol.record.BatchBuilder;
import io.leat.log.protocol.record.Compression;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.apache.kafka.storage.internals.log.OffsetIndex;
import org.apache.kafka.storage.internals.log.TimeIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kafka-dump-log.sh} says of segments and indexes that Kafka's classes wrote what Apache's
 * tool says of them.
 */
@Timeout(120)
final class DumpLogTest {

    private static final int BATCHES = 20;

    @TempDir Path folder;

    private ApacheTools apache;
    private Path log;

    @BeforeEach
    void open() throws IOException {
        apache = new ApacheTools();
        log = folder.resolve("00000000000000000100.log");
    }

    @AfterEach
    void close() throws IOException {
        apache.close();
    }

    private ApacheTools.Run theirs(Path file, String options) throws Exception {
        return apache.tryMain("DumpLogSegments", words("--files " + file + " " + options));
    }

    private static Tools.Run ours(Path file, String options) {
        return Tools.run(words("kafka-dump-log --files " + file + " " + options));
    }

    private static String[] words(String line) {
        return line.trim().split(" +");
    }

    private void assertSame(Path file, String options) throws Exception {
        ApacheTools.Run theirs = theirs(file, options);
        assertEquals(0, theirs.code(), theirs.toString());
        Tools.Run ours = ours(file, options);
        assertEquals(0, ours.code(), ours.toString());
        assertEquals(theirs.output(), ours.output());
        assertEquals(errors(theirs), ours.errors());
    }

    /** Without what their logging says of itself. */
    private static String errors(ApacheTools.Run run) {
        return run.errors().replaceAll("(?m)^SLF4J.*\\n", "");
    }

    private void write(List<KafkaRecords.Written> records) throws IOException {
        BatchBuilder batch = new BatchBuilder(10_000, Compression.NONE).baseOffset(100);
        for (KafkaRecords.Written each : records) {
            batch.append(1_000, each.key(), each.value());
        }
        ByteBuffer bytes = batch.build();
        Files.write(log, java.util.Arrays.copyOf(bytes.array(), bytes.remaining()));
    }

    @Test
    void shouldDecodeRecordsOfGroups() throws Exception {
        List<KafkaRecords.Written> records = KafkaRecords.ofGroups();
        assertTrue(records.size() > 70, "" + records.size());
        write(records);
        assertSame(log, "--offsets-decoder");
        assertSame(log, "--offsets-decoder --skip-record-metadata");
    }

    @Test
    void shouldDecodeRecordsOfTransactions() throws Exception {
        write(KafkaRecords.ofTransactions());
        assertSame(log, "--transaction-log-decoder");
    }

    @Test
    void shouldDecodeRecordsOfShareState() throws Exception {
        write(KafkaRecords.ofShareState());
        assertSame(log, "--share-group-state-decoder");
        assertTrue(
                ours(log, "--share-group-state-decoder").output().contains("\"stateEpoch\":12345"));
    }

    @Test
    void shouldDecodeRecordsOfMetadata() throws Exception {
        List<KafkaRecords.Written> records = KafkaRecords.ofMetadata();
        assertTrue(records.size() > 60, "" + records.size());
        write(records);
        assertSame(log, "--cluster-metadata-decoder");
    }

    /** What consumers told each other is opened; what is none of theirs stays as it is. */
    @Test
    void shouldDecodeWhatMembersOfAClassicGroupSaid() throws Exception {
        var subscription =
                new org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription(
                        List.of("t"),
                        null,
                        List.of(new org.apache.kafka.common.TopicPartition("t", 1)));
        var member =
                new GroupMetadataValue.MemberMetadata()
                        .setMemberId("m")
                        .setClientId("c")
                        .setClientHost("h")
                        .setSubscription(
                                ConsumerProtocol.serializeSubscription(subscription).array())
                        .setAssignment(new byte[] {5});
        var value =
                new GroupMetadataValue().setProtocolType("consumer").setMembers(List.of(member));
        var record =
                CoordinatorRecord.record(
                        new GroupMetadataKey().setGroup("g"),
                        new ApiMessageAndVersion(value, (short) 4));
        var serde = new GroupCoordinatorRecordSerde();
        write(
                List.of(
                        new KafkaRecords.Written(
                                ByteBuffer.wrap(serde.serializeKey(record)),
                                ByteBuffer.wrap(serde.serializeValue(record)))));
        assertSame(log, "--offsets-decoder");
        assertTrue(ours(log, "--offsets-decoder").output().contains("\"ownedPartitions\":[{"));
    }

    @Test
    void shouldSayWhatItCannotDecode() throws Exception {
        write(
                List.of(
                        new KafkaRecords.Written(
                                ByteBuffer.wrap(new byte[] {0, 99, 1}),
                                ByteBuffer.wrap(new byte[] {0, 0}))));
        assertSame(log, "--offsets-decoder");
        String remote = ours(log, "--remote-log-metadata-decoder").errors();
        assertTrue(remote.contains("Leat has no tiered storage"), remote);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--value-decoder-class org.apache.kafka.tools.api.LongDecoder",
                "--key-decoder-class org.apache.kafka.tools.api.IntegerDecoder"
                        + " --value-decoder-class org.apache.kafka.tools.api.LongDecoder",
                "--key-decoder-class org.apache.kafka.tools.api.StringDecoder",
                "--key-decoder-class",
                "--print-data-log --skip-record-metadata",
                "--deep-iteration --skip-record-metadata",
                "--skip-record-metadata",
                "--print-data-log --max-bytes 200"
            })
    void shouldDecodeKeysAndValues(String options) throws Exception {
        writeBatches();
        assertSame(log, options);
    }

    @Test
    void shouldRefuseDecodersThatAreNotThere() throws Exception {
        writeBatches();
        Tools.Run run = ours(log, "--key-decoder-class my.Own");
        assertEquals(1, run.code(), run.toString());
        assertTrue(run.errors().contains("'my.Own' is none of StringDecoder"), run.errors());
        run = ours(log, "--key-decoder-class org.apache.kafka.tools.api.LongDecoder");
        assertEquals(1, run.code(), run.toString());
        assertTrue(run.errors().contains("a number of this kind has 8"), run.errors());
        String bytes = ours(log, "--value-decoder-class kafka.serializer.DefaultDecoder").output();
        assertTrue(bytes.contains(" payload: 0000000000000007"), bytes);
    }

    /** Batches of three records each, at offsets 100, 103 and so on, with a gap; their indexes. */
    private void writeBatches() throws IOException {
        try (OutputStream out = Files.newOutputStream(log);
                OffsetIndex offsets = new OffsetIndex(sibling(".index").toFile(), 100, 1_000);
                TimeIndex times = new TimeIndex(sibling(".timeindex").toFile(), 100, 1_000)) {
            int position = 0;
            for (int i = 0; i < BATCHES; i++) {
                long base = 100 + 3 * i + (i > 9 ? 5 : 0);
                BatchBuilder batch = new BatchBuilder(1_000, Compression.GZIP).baseOffset(base);
                for (int k = 0; k < 3; k++) {
                    ByteBuffer key = k == 1 ? null : ByteBuffer.allocate(4).putInt(0, i);
                    ByteBuffer value = ByteBuffer.allocate(8).putLong(0, i);
                    batch.append(1_000L * i + k, key, value);
                }
                ByteBuffer bytes = batch.build();
                int size = bytes.remaining();
                out.write(bytes.array(), 0, size);
                if (i % 2 == 0) {
                    offsets.append(base + 2, position);
                    times.maybeAppend(1_000L * i + 2, base + 2);
                }
                position += size;
            }
        }
    }

    private Path sibling(String suffix) {
        return log.resolveSibling(log.getFileName().toString().replace(".log", suffix));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--verify-index-only", "--index-sanity-check", "--max-message-size 400"})
    void shouldPrintAndCheckIndexes(String options) throws Exception {
        writeBatches();
        for (String suffix : List.of(".index", ".timeindex")) {
            assertSame(sibling(suffix), options);
        }
        assertTrue(ours(sibling(".index"), "").output().contains("offset: 108 position: "));
        assertTrue(
                ours(sibling(".timeindex"), "").output().contains("timestamp: 2002 offset: 108"));
    }

    @Test
    void shouldTellWhereAnIndexDoesNotFitItsSegment() throws Exception {
        writeBatches();
        for (String suffix : List.of(".index", ".timeindex")) {
            byte[] bytes = Files.readAllBytes(sibling(suffix));
            bytes[suffix.equals(".index") ? 11 : 23]++; // the offset of the second entry
            bytes[suffix.equals(".index") ? 0 : 31]--; // that of the first, a timestamp
            if (suffix.equals(".index")) {
                bytes[0]++;
            }
            Files.write(sibling(suffix), bytes);
            ApacheTools.Run theirs = theirs(sibling(suffix), "");
            assertTrue(!errors(theirs).isEmpty(), theirs.toString());
            assertSame(sibling(suffix), "");
            assertSame(sibling(suffix), "--verify-index-only");
        }
    }

    @Test
    void shouldRefuseIndexesThatNoServerTakes() throws Exception {
        writeBatches();
        for (String suffix : List.of(".index", ".timeindex")) {
            List<byte[]> damaged = new ArrayList<>();
            byte[] whole = Files.readAllBytes(sibling(suffix));
            damaged.add(java.util.Arrays.copyOf(whole, whole.length - 3));
            byte[] negative = whole.clone();
            negative[whole.length - (suffix.equals(".index") ? 8 : 4)] = -1;
            damaged.add(negative);
            for (byte[] each : damaged) {
                Files.write(sibling(suffix), each);
                Tools.Run ours = ours(sibling(suffix), "--index-sanity-check");
                // Apache's cuts the file to whole entries on its way out.
                ApacheTools.Run theirs = theirs(sibling(suffix), "--index-sanity-check");
                assertEquals(1, theirs.code(), theirs.toString());
                assertEquals(1, ours.code(), ours.toString());
                assertTrue(ours.errors().contains(" is corrupt: "), ours.errors());
            }
        }
        Tools.Run small = ours(sibling(".index"), "--max-message-size 10");
        assertEquals(1, small.code(), small.toString());
        assertEquals(1, theirs(sibling(".index"), "--max-message-size 10").code());
        assertTrue(small.errors().contains("more than --max-message-size"), small.errors());
    }

    @Test
    void shouldSkipFilesItDoesNotKnow() throws Exception {
        Path other = Files.write(folder.resolve("some.txt"), "text".getBytes(UTF_8));
        assertSame(other, "");
    }
}
