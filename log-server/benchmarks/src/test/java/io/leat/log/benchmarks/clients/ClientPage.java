package io.leat.log.benchmarks.clients;

import java.util.List;
import java.util.Map;

/** The page that says what works with which client. */
final class ClientPage {

    private ClientPage() {}

    static String of(
            List<String> features,
            Map<TriedClient, Map<String, String>> leat,
            Map<TriedClient, Map<String, String>> kafka) {
        StringBuilder page = new StringBuilder();
        page.append("# Clients\n\n");
        page.append(
                "What clients of other people's can do with Leat. Written by `mvn -Plive verify");
        page.append(" -pl log-server/benchmarks -am -Dtest=ClientMatrixTest\n");
        page.append(
                "-Dsurefire.failIfNoSpecifiedTests=false`, which runs the same programs against");
        page.append(" Apache Kafka 4.3.1.\n\n");
        page.append(
                "`yes`: works with both. `Leat`: works with Leat, not with Apache Kafka 4.3.1.");
        page.append(" `no`: with neither.\n`Kafka`: only with Apache Kafka. `-`: the client");
        page.append(" has no such feature.\n\n");
        page.append("| client | ").append(String.join(" | ", features)).append(" |\n");
        page.append("| --- |").append(" --- |".repeat(features.size())).append("\n");
        leat.forEach(
                (client, ours) -> {
                    page.append("| ").append(client.label()).append(" |");
                    for (String feature : features) {
                        String theirs = kafka.get(client).getOrDefault(feature, "failed");
                        String cell = cell(ours.getOrDefault(feature, "failed"), theirs);
                        page.append(' ').append(cell).append(" |");
                    }
                    page.append('\n');
                });
        page.append("\nThe programs are in `log-server/benchmarks/src/test/resources/clients`.");
        page.append(
                " `plain` and `scram` are logins (SASL PLAIN,\nSCRAM-SHA-256), `tls` encrypts;");
        page.append(
                " `groups` reads as a group that goes on where it was, `offsets` commits by hand.\n");
        page.append("In `groups-848` the server assigns (KIP-848, `group.protocol=consumer`), in");
        page.append(
                " `share-groups` records are acknowledged one by one,\nand one that is released");
        page.append(
                " comes again (KIP-932), in `streams-groups` the server knows the topology (KIP-1071,");
        page.append(
                " `group.protocol=streams`).\n`telemetry` means that metrics the client pushes");
        page.append(" arrive at the server (KIP-714).\n");
        page.append(
                "Apache Kafka Streams counts in each of its features through a repartition topic");
        page.append(" and a store, stops, and goes on where it was.\n");
        return page.toString();
    }

    /** The table of such a page. */
    static String table(String page) {
        int from = page.indexOf("\n| ") + 1;
        return page.substring(from, page.indexOf("\n\n", from) + 1);
    }

    /** {@code readme} with {@code table} in the place of the one it has. */
    static String withTable(String readme, String table) {
        int from = readme.indexOf("\n| client | ") + 1;
        int to = readme.indexOf("\n\n", from) + 1;
        return readme.substring(0, from) + table + readme.substring(to);
    }

    private static String cell(String ours, String theirs) {
        if (ours.equals("missing")) {
            return "-";
        }
        boolean withKafka = theirs.equals("works");
        if (ours.equals("works")) {
            return withKafka ? "yes" : "Leat";
        }
        return withKafka ? "Kafka" : "no";
    }
}
