package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AdminClientConfig;
import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.ClientPorts;
import io.leat.clients.network.ClientSettings;
import io.leat.common.Node;
import io.leat.log.cli.AdminOptions;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ApiVersionsResponse;
import io.leat.log.protocol.message.ApiVersionsResponse.ApiVersion;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code kafka-broker-api-versions.sh}: which requests each broker takes, in which versions, and
 * the highest that both it and our clients know.
 */
@Command(
        name = "kafka-broker-api-versions",
        hidden = true,
        description = "This tool helps to retrieve broker version information.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  kafka-broker-api-versions.sh --bootstrap-server localhost:9092"
        })
public final class KafkaBrokerApiVersions implements Callable<Integer> {

    private static final int MAX_IN_FLIGHT = 5;
    private static final Call<ApiVersionsResponse> VERSIONS =
            Call.of(
                            ApiKey.API_VERSIONS,
                            version ->
                                    ApiVersionsRequest.builder()
                                            .clientSoftwareName("leat")
                                            .clientSoftwareVersion("0.1.0")
                                            .build(),
                            ApiVersionsResponse::read)
                    .versions(3, ApiKey.API_VERSIONS.maxStableVersion());

    @Spec CommandSpec spec;
    @Mixin AdminOptions server;

    @Override
    public Integer call() throws Exception {
        Collection<Node> brokers;
        try (Admin admin = server.admin()) {
            brokers = admin.describeCluster().nodes().get();
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean failed = false;
        for (Node broker : brokers) {
            try {
                out.print(broker + " -> " + text(ask(broker)) + "\n");
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                out.print(broker + " -> ERROR: " + cause.getMessage() + "\n");
                failed = true;
            }
        }
        out.flush();
        return failed ? 1 : 0;
    }

    /** On a connection to this broker and no other. */
    private ApiVersionsResponse ask(Node broker) {
        Properties settings =
                server.config() == null ? new Properties() : AdminOptions.read(server.config());
        settings.remove("bootstrap.controllers");
        settings.setProperty("bootstrap.servers", broker.host() + ":" + broker.port());
        AdminClientConfig config = new AdminClientConfig(settings);
        try (ClientPorts ports = ClientPorts.open("broker-api-versions")) {
            ClientIo io =
                    new ClientIo(
                            ClientSettings.of(config, "broker-api-versions", MAX_IN_FLIGHT, false),
                            ports.ports());
            try {
                return io.sendToAny(VERSIONS).join();
            } finally {
                io.close().join();
            }
        }
    }

    private static String text(ApiVersionsResponse response) {
        return response.apiKeys().stream()
                .sorted(Comparator.comparingInt(ApiVersion::apiKey))
                .map(KafkaBrokerApiVersions::text)
                .collect(Collectors.joining(",\n\t", "(\n\t", "\n)"));
    }

    private static String text(ApiVersion range) {
        ApiKey key = ApiKey.forId(range.apiKey());
        String versions =
                range.minVersion() == range.maxVersion()
                        ? String.valueOf(range.minVersion())
                        : range.minVersion() + " to " + range.maxVersion();
        if (key == null) {
            return "UNKNOWN(" + range.apiKey() + "): " + versions;
        }
        return name(key) + "(" + key.id() + "): " + versions + " " + usable(key, range);
    }

    private static String usable(ApiKey key, ApiVersion range) {
        if (key.maxStableVersion() < range.minVersion()) {
            return "[unusable: node too new]";
        }
        return range.maxVersion() < key.baselineVersion()
                ? "[unusable: node too old]"
                : "[usable: " + Math.min(key.maxStableVersion(), range.maxVersion()) + "]";
    }

    /** END_TXN is EndTxn. */
    private static String name(ApiKey key) {
        return Stream.of(key.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
