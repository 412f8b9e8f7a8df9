package io.leat.log.cli.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.RecordsToDelete;
import io.leat.common.TopicPartition;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-delete-records.sh}: partitions forget what lies before an offset. */
@Command(
        name = "kafka-delete-records",
        hidden = true,
        description = "Delete the records of partitions before the offsets that a file names.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaDeleteRecords implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin AdminOptions connection;

    @Option(
            names = "--offset-json-file",
            required = true,
            paramLabel = "FILE",
            description =
                    "{\"partitions\": [{\"topic\": \"t\", \"partition\": 0, \"offset\": 1}],"
                            + " \"version\": 1}")
    Path file;

    @Override
    public Integer call() throws Exception {
        Map<TopicPartition, RecordsToDelete> wanted = read();
        PrintWriter out = spec.commandLine().getOut();
        try (Admin admin = connection.admin()) {
            out.println("Executing records delete operation");
            var deleted = admin.deleteRecords(wanted).lowWatermarks();
            out.println("Records delete operation completed:");
            for (var each : deleted.entrySet()) {
                String line = "partition: " + each.getKey() + "\t";
                try {
                    out.println(line + "low_watermark: " + each.getValue().get().lowWatermark());
                } catch (ExecutionException e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    out.println(line + "error: " + cause.getMessage());
                }
            }
        }
        out.flush();
        return 0;
    }

    private Map<TopicPartition, RecordsToDelete> read() {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
        }
        if (json.path("version").asInt(1) != 1) {
            throw new CommandFailure("Not supported version field value " + json.get("version"));
        }
        if (!json.path("partitions").isArray()) {
            throw new CommandFailure("Missing partitions field in " + file);
        }
        Map<TopicPartition, RecordsToDelete> wanted = new LinkedHashMap<>();
        for (JsonNode each : json.get("partitions")) {
            if (!each.hasNonNull("topic") || !each.has("partition") || !each.has("offset")) {
                throw new CommandFailure("not a topic, a partition and an offset: " + each);
            }
            TopicPartition partition =
                    new TopicPartition(each.get("topic").asText(), each.get("partition").asInt());
            RecordsToDelete before = RecordsToDelete.beforeOffset(each.get("offset").asLong());
            if (wanted.put(partition, before) != null) {
                throw new CommandFailure(
                        "Offset json file contains duplicate topic partitions: " + partition);
            }
        }
        return wanted;
    }
}
