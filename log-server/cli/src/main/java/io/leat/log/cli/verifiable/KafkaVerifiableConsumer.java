package io.leat.log.cli.verifiable;

import io.leat.clients.consumer.Consumer;
import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.common.TopicPartition;
import io.leat.common.errors.FencedInstanceIdException;
import io.leat.common.errors.WakeupException;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.cli.Interrupts;
import io.leat.log.cli.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-verifiable-consumer.sh}: says what it is assigned, consumes and commits. */
@Command(
        name = "kafka-verifiable-consumer",
        hidden = true,
        description = "Consume a topic in a group; print what happens as JSON.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaVerifiableConsumer implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "What from.")
    String topic;

    @Option(names = "--group-id", required = true, paramLabel = "ID", description = "The group.")
    String group;

    @Option(
            names = "--group-protocol",
            defaultValue = "classic",
            paramLabel = "NAME",
            description = "classic or consumer (default: ${DEFAULT-VALUE}).")
    String protocol;

    @Option(
            names = "--group-remote-assignor",
            paramLabel = "NAME",
            description = "The assignor of the server, of groups of protocol consumer.")
    @Nullable String remoteAssignor;

    @Option(
            names = "--group-instance-id",
            paramLabel = "ID",
            description = "Makes it a static member.")
    @Nullable String instance;

    @Option(
            names = "--max-messages",
            defaultValue = "-1",
            paramLabel = "N",
            description = "End after so many; -1 for never (default: ${DEFAULT-VALUE}).")
    long maxMessages;

    @Option(
            names = "--session-timeout",
            paramLabel = "MS",
            description = "The session timeout, of groups of protocol classic.")
    @Nullable Integer sessionTimeoutMs;

    @Option(names = "--verbose", description = "Print every record.")
    boolean verbose;

    @Option(names = "--enable-autocommit", description = "Let the client commit by itself.")
    boolean autoCommit;

    @Option(
            names = "--reset-policy",
            defaultValue = "earliest",
            paramLabel = "NAME",
            description = "earliest, latest or none (default: ${DEFAULT-VALUE}).")
    String resetPolicy;

    @Option(
            names = "--assignment-strategy",
            paramLabel = "CLASS",
            description = "The assignor, of groups of protocol classic.")
    @Nullable String assignor;

    private volatile boolean stopping;
    private long consumed;

    @Override
    public Integer call() {
        EventLines lines = new EventLines(spec.commandLine().getOut());
        try (Consumer<String, String> consumer =
                new LeatConsumer<>(
                        properties(), new StringDeserializer(), new StringDeserializer())) {
            Interrupts.onInterrupt(
                    () -> {
                        stopping = true;
                        lines.print("shutdown_requested");
                        consumer.wakeup();
                    });
            lines.print("startup_complete");
            consumer.subscribe(List.of(topic), new Assignments(lines));
            while (!stopping && !isFull()) {
                consume(consumer, lines);
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        } finally {
            lines.print("shutdown_complete");
        }
        return 0;
    }

    private Properties properties() {
        Properties properties = new Properties();
        boolean classic = protocol.equalsIgnoreCase("classic");
        properties.setProperty("group.protocol", protocol);
        put(properties, "group.remote.assignor", classic ? null : remoteAssignor);
        put(properties, "session.timeout.ms", classic ? sessionTimeoutMs : null);
        put(properties, "partition.assignment.strategy", classic ? ours(assignor) : null);
        put(properties, "group.instance.id", instance);
        properties.setProperty("group.id", group);
        properties.setProperty("enable.auto.commit", Boolean.toString(autoCommit));
        properties.setProperty("auto.offset.reset", resetPolicy);
        properties.putAll(server.properties());
        return properties;
    }

    private static @Nullable String ours(@Nullable String name) {
        return name == null ? null : name.replace("org.apache.kafka.clients.", "io.leat.clients.");
    }

    private static void put(Properties properties, String name, @Nullable Object value) {
        if (value != null) {
            properties.setProperty(name, value.toString());
        }
    }

    private boolean isFull() {
        return maxMessages >= 0 && consumed >= maxMessages;
    }

    private void consume(Consumer<String, String> consumer, EventLines lines) {
        ConsumerRecords<String, String> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
        List<Map<String, Object>> summaries = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<String, String>> taken = taken(records.records(partition));
            if (taken.isEmpty()) {
                break;
            }
            consumed += taken.size();
            long last = taken.get(taken.size() - 1).offset();
            offsets.put(partition, new OffsetAndMetadata(last + 1));
            Map<String, Object> summary = EventLines.of(partition);
            summary.put("count", taken.size());
            summary.put("minOffset", taken.get(0).offset());
            summary.put("maxOffset", last);
            summaries.add(summary);
            if (verbose) {
                taken.forEach(record -> lines.print(told(record)));
            }
        }
        lines.print(
                EventLines.event("records_consumed")
                        .with("count", records.count())
                        .with("partitions", summaries));
        if (!autoCommit) {
            commit(consumer, lines, offsets);
        }
    }

    private List<ConsumerRecord<String, String>> taken(
            List<ConsumerRecord<String, String>> records) {
        long room = maxMessages < 0 ? records.size() : maxMessages - consumed;
        return room < records.size() ? records.subList(0, (int) room) : records;
    }

    static EventLines.Event told(ConsumerRecord<String, String> record) {
        return EventLines.event("record_data")
                .with("key", record.key())
                .with("value", record.value())
                .with("topic", record.topic())
                .with("partition", record.partition())
                .with("offset", record.offset());
    }

    private static void commit(
            Consumer<String, String> consumer,
            EventLines lines,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        List<Map<String, Object>> told = new ArrayList<>();
        offsets.forEach(
                (partition, offset) -> {
                    Map<String, Object> each = EventLines.of(partition);
                    each.put("offset", offset.offset());
                    told.add(each);
                });
        EventLines.Event event = EventLines.event("offsets_committed").with("offsets", told);
        try {
            try {
                consumer.commitSync(offsets);
            } catch (WakeupException e) {
                consumer.commitSync(offsets); // it is woken once, to end
                lines.print(event.with("success", true));
                throw e;
            }
            lines.print(event.with("success", true));
        } catch (WakeupException | FencedInstanceIdException e) {
            throw e;
        } catch (RuntimeException e) {
            lines.print(event.with("error", e.getMessage()).with("success", false));
        }
    }

    /** Tells of what the group gives and takes. */
    private record Assignments(EventLines lines) implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            tell("partitions_assigned", partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            tell("partitions_revoked", partitions);
        }

        private void tell(String name, Collection<TopicPartition> partitions) {
            lines.print(EventLines.event(name).with("partitions", EventLines.of(partitions)));
        }
    }
}
