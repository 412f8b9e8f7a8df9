package io.leat.log.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.image.node.MetadataImageNode;
import org.apache.kafka.image.node.MetadataNode;
import org.apache.kafka.image.node.printer.MetadataNodeRedactionCriteria;
import org.apache.kafka.image.node.printer.NodeStringifier;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metadata shell shows the tree that Apache Kafka makes of the same records. */
final class MetadataShellTest {

    @TempDir static Path data;

    private static Path metadata;

    @BeforeAll
    static void writeMetadata() throws Exception {
        try (LeatServer server =
                        LeatServer.start(
                                Map.of(
                                        "listeners", "PLAINTEXT://127.0.0.1:0",
                                        "log.dirs", data.toString(),
                                        "authorizer.class.name",
                                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                                        "super.users", "User:ANONYMOUS"));
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", server.endpoint().toString()))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic("a", 2, (short) 1),
                                    new NewTopic("b", 1, (short) 1)))
                    .all()
                    .get();
            send(server);
            set(admin, ConfigResource.Type.TOPIC, "a", "retention.ms", "1000");
            set(admin, ConfigResource.Type.BROKER, "", "leader.replication.throttled.rate", "2000");
            set(admin, ConfigResource.Type.GROUP, "g", "consumer.session.timeout.ms", "50000");
            admin.deleteTopics(List.of("b")).all().get();
            admin.alterUserScramCredentials(
                            List.of(
                                    new UserScramCredentialUpsertion(
                                            "alice",
                                            new ScramCredentialInfo(
                                                    ScramMechanism.SCRAM_SHA_256, 4096),
                                            "secret")))
                    .all()
                    .get();
            admin.alterClientQuotas(
                            List.of(
                                    new ClientQuotaAlteration(
                                            new ClientQuotaEntity(
                                                    Map.of("user", "al(i)ce", "client-id", "c")),
                                            List.of(
                                                    new ClientQuotaAlteration.Op(
                                                            "producer_byte_rate", 1000.0)))))
                    .all()
                    .get();
            admin.createAcls(
                            List.of(
                                    new AclBinding(
                                            new ResourcePattern(
                                                    ResourceType.TOPIC, "a", PatternType.LITERAL),
                                            new AccessControlEntry(
                                                    "User:alice",
                                                    "*",
                                                    AclOperation.READ,
                                                    AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
        try (Stream<Path> files = Files.walk(data)) {
            metadata =
                    files.filter(file -> file.endsWith("__cluster_metadata-0"))
                            .findFirst()
                            .orElseThrow();
        }
    }

    /** So that a producer has an id. */
    private static void send(LeatServer server) throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", server.endpoint().toString()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>("a", "value")).get();
        }
    }

    private static void set(
            Admin admin, ConfigResource.Type type, String name, String key, String value)
            throws Exception {
        AlterConfigOp op = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(type, name), List.of(op)))
                .all()
                .get();
    }

    /** Apache Kafka's tree of the log: text by path, null for folders. */
    private static SortedMap<String, String> theirs() throws Exception {
        MetadataDelta delta = new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        try (Stream<Path> files = Files.list(metadata)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
                try (FileRecords records = FileRecords.open(file.toFile(), false)) {
                    for (RecordBatch batch : records.batches()) {
                        if (!batch.isControlBatch()) {
                            for (Record record : batch) {
                                delta.replay(
                                        new MetadataRecordSerde()
                                                .read(
                                                        new ByteBufferAccessor(record.value()),
                                                        record.valueSize())
                                                .message());
                            }
                        }
                    }
                }
            }
        }
        SortedMap<String, String> tree = new TreeMap<>();
        collect("/image", new MetadataImageNode(delta.apply(MetadataProvenance.EMPTY)), tree);
        tree.keySet().removeIf(path -> path.contains("delegationToken"));
        return tree;
    }

    private static void collect(String path, MetadataNode node, SortedMap<String, String> tree) {
        if (node.isDirectory()) {
            tree.put(path, null);
            node.childNames().forEach(name -> collect(path + "/" + name, node.child(name), tree));
        } else {
            NodeStringifier text =
                    new NodeStringifier(MetadataNodeRedactionCriteria.Disabled.INSTANCE);
            node.print(text);
            tree.put(path, text.toString());
        }
    }

    private static String ours(String... command) {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "kafka-metadata-shell", "--directory", metadata.toString()),
                                Stream.of(command))
                        .toArray(String[]::new);
        return Tools.output(all);
    }

    @Test
    void shouldShowTheTreeThatKafkaMakesOfTheSameLog() throws Exception {
        SortedMap<String, String> theirs = theirs();
        assertEquals(
                theirs.keySet().stream().toList(),
                ours("find", "/image").lines().sorted().toList());
        for (Map.Entry<String, String> each : theirs.entrySet()) {
            String path = each.getKey();
            boolean same =
                    path.contains("configs")
                            || path.contains("clientQuotas")
                            || path.contains("producerIds")
                            || path.endsWith("/name")
                            || path.endsWith("/id");
            if (same && each.getValue() != null) {
                assertEquals(each.getValue(), ours("cat", path).strip(), path);
            }
        }
        String partition = ours("cat", "/image/topics/byName/a/1");
        assertTrue(partition.contains("replicas=[1]"), partition);
        assertTrue(theirs.containsKey("/image/clientQuotas/clientId(c)_user(al\\(i\\)ce)"));
        String everything = ours("tree", "/");
        assertFalse(everything.contains("secret") || everything.contains("storedKey"), everything);
    }

    @Test
    void shouldReadASnapshotAsWell() throws Exception {
        Path snapshot = data.resolve("00000000000000000007-0000000001.checkpoint");
        Files.copy(metadata.resolve("00000000000000000000.log"), snapshot);
        String whole =
                Tools.output(
                        "kafka-metadata-shell", "--snapshot", snapshot.toString(), "tree", "/");
        assertTrue(whole.contains("provenance: everything up to offset 7\n"), whole);
        String offset = "up to offset \\d+";
        assertEquals(ours("tree", "/").replaceAll(offset, ""), whole.replaceAll(offset, ""));
    }

    @Test
    void shouldWalkAsInFolders() {
        InputStream before = System.in;
        String typed =
                """
                pwd
                cd image/topics/byName
                pwd
                ls
                cat a/name
                cd nowhere
                ls ../../../image/*/byN*
                find a/*d
                man ls
                history 2
                quit
                ls
                """;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            List<String> said = ours().lines().toList();
            assertEquals(List.of("/", "/image/topics/byName", "a", "a"), said.subList(0, 4));
            assertEquals("nowhere: no such file or directory.", said.get(4));
            assertEquals(List.of("a", "/image/topics/byName/a/id"), said.subList(5, 7));
            assertEquals("ls [PATH...]: print what is in folders", said.get(7));
            assertEquals(List.of("9  man ls", "10  history 2"), said.subList(8, 10));
            assertEquals(10, said.size(), said::toString);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldSayWhatIsNotThere() {
        String[] wrong = {"kafka-metadata-shell", "-d", metadata.toString(), "cat", "/image"};
        Tools.Run run = Tools.run(wrong);
        assertEquals(1, run.code(), run.toString());
        assertTrue(run.errors().contains("/image is a directory, not a file."), run.errors());
        Tools.Run empty = Tools.run("kafka-metadata-shell", "-d", data.toString(), "ls");
        assertEquals(1, empty.code(), empty.toString());
        assertTrue(empty.errors().contains("__cluster_metadata-0"), empty.errors());
    }
}
