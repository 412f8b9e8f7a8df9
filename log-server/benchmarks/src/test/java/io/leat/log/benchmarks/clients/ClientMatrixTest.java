package io.leat.log.benchmarks.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.clients.ApacheKafka;
import io.leat.log.server.LeatServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs clients of other people's against Leat and against Apache Kafka, feature by feature, and
 * writes what works to {@code log-server/docs/clients.md} and the table into {@code README.md}. It
 * needs Go, Python and Node with their registries; what is not there is left out.
 */
@Tag("live")
final class ClientMatrixTest {

    private static final int AT_A_TIME = 3;
    private static final String TELEMETRY = "telemetry";
    private static final String PASSWORD = "secret";

    @TempDir Path folder;

    @Test
    void shouldServeEachClientAsKafkaDoesAndTheOldOnesBeside() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Path certificate = certificate(keys);
        List<TriedClient> clients = TriedClient.on(folder);
        Map<TriedClient, Map<String, String>> leat;
        Map<TriedClient, Map<String, String>> kafka;
        int sasl = freePort();
        int tls = freePort();
        Map<String, String> settings = new HashMap<>(security(keys));
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("log.dirs", folder.resolve("data").toString());
        settings.put("leat.admin.listener", "127.0.0.1:0");
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:" + sasl + "," + tls(tls));
        try (LeatServer server = LeatServer.start(settings)) {
            String address = server.endpoint().toString();
            try (ShownClients shown = new ShownClients(server.adminEndpoint())) {
                leat = results(clients, address, "127.0.0.1:" + sasl, tls, certificate);
                pushed(leat, shown.ids());
            }
        }
        tls = freePort();
        settings = new HashMap<>(security(keys));
        settings.put("listeners", tls(tls));
        settings.put("advertised.listeners", tls(tls));
        settings.put("listener.security.protocol.map", "SSL:SSL");
        settings.put("metric.reporters", PushingClients.class.getName());
        try (ApacheKafka server = ApacheKafka.start(settings)) {
            kafka = results(clients, server.bootstrap(), server.secured(), tls, certificate);
            pushed(kafka, PushingClients.IDS);
        }
        String page = ClientPage.of(Features.ALL, leat, kafka);
        Path root = Path.of(System.getProperty("leat.root"));
        Files.writeString(root.resolve("log-server/docs/clients.md"), page);
        Path readme = root.resolve("README.md");
        String table = ClientPage.table(page);
        Files.writeString(readme, ClientPage.withTable(Files.readString(readme), table));
        assertEquals(List.of(), worse(leat, kafka));
    }

    /** Telemetry works if the server has what a client says it pushed. */
    private static void pushed(Map<TriedClient, Map<String, String>> results, Set<String> ids) {
        for (TriedClient client : results.keySet()) {
            String id = client.topic(TELEMETRY);
            boolean arrived = ids.stream().anyMatch(each -> each.startsWith(id));
            if (!arrived) {
                results.get(client).replace(TELEMETRY, "works", "failed nothing arrived");
            }
        }
    }

    /** What Kafka can and Leat cannot, and what of an old client does not work. */
    private static List<String> worse(
            Map<TriedClient, Map<String, String>> leat,
            Map<TriedClient, Map<String, String>> kafka) {
        List<String> worse = new ArrayList<>();
        leat.forEach(
                (client, features) ->
                        Features.ALL.forEach(
                                feature -> {
                                    String ours = features.getOrDefault(feature, "no answer");
                                    boolean theirs = "works".equals(kafka.get(client).get(feature));
                                    if (theirs && !ours.equals("works")) {
                                        worse.add(client.label() + " " + feature + ": " + ours);
                                    }
                                }));
        return worse;
    }

    private Map<TriedClient, Map<String, String>> results(
            List<TriedClient> clients, String address, String sasl, int tls, Path certificate)
            throws Exception {
        prepare(clients, address);
        List<String> addresses = List.of(address, sasl, "127.0.0.1:" + tls);
        ExecutorService runners = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            Map<TriedClient, Future<Map<String, String>>> running = new LinkedHashMap<>();
            for (TriedClient client : clients) {
                Callable<Map<String, String>> run =
                        () -> client.features(addresses, certificate, folder);
                running.put(client, runners.submit(run));
            }
            Map<TriedClient, Map<String, String>> results = new LinkedHashMap<>();
            for (var each : running.entrySet()) {
                results.put(each.getKey(), each.getValue().get());
            }
            return results;
        } finally {
            runners.shutdownNow();
        }
    }

    private static void prepare(List<TriedClient> clients, String address) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            List<NewTopic> topics = new ArrayList<>();
            for (TriedClient client : clients) {
                Features.ALL.forEach(
                        each -> topics.add(new NewTopic(client.topic(each), 1, (short) 1)));
            }
            admin.createTopics(topics).all().get();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            topics.forEach(
                    each -> ends.put(new TopicPartition(each.name(), 0), OffsetSpec.latest()));
            admin.listOffsets(ends).all().get(); // once their leaders lead
            admin.alterUserScramCredentials(
                            List.of(
                                    new UserScramCredentialUpsertion(
                                            "ann",
                                            new ScramCredentialInfo(
                                                    ScramMechanism.SCRAM_SHA_256, 4096),
                                            PASSWORD)))
                    .all()
                    .get();
            Map<ConfigResource, Collection<AlterConfigOp>> settings = new HashMap<>();
            settings.put(
                    new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "matrix"),
                    List.of(
                            set("metrics", "org.apache.kafka."),
                            set("interval.ms", "500"),
                            set("match", "client_id=.*-" + TELEMETRY + ".*")));
            for (TriedClient client : clients) {
                settings.put(
                        new ConfigResource(ConfigResource.Type.GROUP, client.topic("share-groups")),
                        List.of(set("share.auto.offset.reset", "earliest")));
            }
            admin.incrementalAlterConfigs(settings).all().get();
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static String tls(int port) {
        return "SSL://127.0.0.1:" + port;
    }

    private static Map<String, String> security(Path keys) {
        String module = "org.apache.kafka.common.security.";
        String listener = "listener.name.sasl_plaintext.";
        return Map.of(
                "sasl.enabled.mechanisms",
                "PLAIN,SCRAM-SHA-256",
                listener + "plain.sasl.jaas.config",
                module + "plain.PlainLoginModule required user_ann=\"" + PASSWORD + "\";",
                listener + "scram-sha-256.sasl.jaas.config",
                module + "scram.ScramLoginModule required;",
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.location",
                keys.toString(),
                "ssl.keystore.password",
                PASSWORD);
    }

    /** Makes a key with its certificate, which is also what clients trust. */
    private Path certificate(Path keys) throws Exception {
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "RSA",
                "-keystore",
                keys.toString(),
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1");
        Path pem = folder.resolve("ca.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                keys.toString(),
                "-file",
                pem.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "server",
                "-file",
                pem.toString(),
                "-keystore",
                folder.resolve("trust.p12").toString());
        return pem;
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
