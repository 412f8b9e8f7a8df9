package io.leat.log.cli.verifiable;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.AlterConfigOp;
import io.leat.clients.admin.ConfigEntry;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.clients.consumer.ShareConsumer;
import io.leat.common.TopicIdPartition;
import io.leat.common.TopicPartition;
import io.leat.common.config.ConfigResource;
import io.leat.common.errors.WakeupException;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.cli.Interrupts;
import io.leat.log.cli.ServerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-verifiable-share-consumer.sh}: says what it consumes and acknowledges. */
@Command(
        name = "kafka-verifiable-share-consumer",
        hidden = true,
        description = "Consume a topic in a share group; print what happens as JSON.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaVerifiableShareConsumer implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Option(names = "--topic", required = true, paramLabel = "TOPIC", description = "What from.")
    String topic;

    @Option(names = "--group-id", required = true, paramLabel = "ID", description = "The group.")
    String group;

    @Option(
            names = "--max-messages",
            defaultValue = "-1",
            paramLabel = "N",
            description = "End after so many; -1 for never (default: ${DEFAULT-VALUE}).")
    long maxMessages;

    @Option(names = "--verbose", description = "Print every record.")
    boolean verbose;

    @Option(
            names = "--acknowledgement-mode",
            defaultValue = "auto",
            paramLabel = "MODE",
            description = "auto, sync or async (default: ${DEFAULT-VALUE}).")
    Mode mode;

    /** When records are acknowledged: by the next poll, at once, or without waiting for it. */
    enum Mode {
        AUTO,
        SYNC,
        ASYNC
    }

    @Option(
            names = "--offset-reset-strategy",
            paramLabel = "NAME",
            description = "earliest or latest: where a new group begins.")
    @Nullable String strategy;

    private volatile boolean stopping;
    private long consumed;

    @Override
    public Integer call() throws Exception {
        EventLines lines = new EventLines(spec.commandLine().getOut());
        try (ShareConsumer<String, String> consumer =
                new LeatShareConsumer<>(
                        properties(), new StringDeserializer(), new StringDeserializer())) {
            Interrupts.onInterrupt(
                    () -> {
                        stopping = true;
                        consumer.wakeup();
                    });
            lines.print("startup_complete");
            if (strategy != null) {
                setStrategy(strategy);
                lines.print(
                        EventLines.event("offset_reset_strategy_set")
                                .with("offsetResetStrategy", strategy));
            }
            consumer.setAcknowledgementCommitCallback(
                    (offsets, failure) -> acknowledged(lines, offsets, failure));
            consumer.subscribe(Set.of(topic));
            while (!stopping && (maxMessages < 0 || consumed < maxMessages)) {
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

    private void setStrategy(String value) throws Exception {
        try (Admin admin = server.admin()) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.GROUP, group),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(
                                                            "share.auto.offset.reset", value),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private Properties properties() {
        Properties properties = server.properties();
        properties.setProperty("group.id", group);
        return properties;
    }

    private void consume(ShareConsumer<String, String> consumer, EventLines lines) {
        ConsumerRecords<String, String> records = consumer.poll(POLL);
        if (records.isEmpty()) {
            return;
        }
        List<Map<String, Object>> summaries = new ArrayList<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<String, String>> of = records.records(partition);
            summaries.add(
                    summary(
                            partition,
                            of.stream().map(ConsumerRecord::offset).collect(Collectors.toSet())));
            if (verbose) {
                of.forEach(record -> lines.print(KafkaVerifiableConsumer.told(record)));
            }
        }
        consumed += records.count();
        lines.print(
                EventLines.event("records_consumed")
                        .with("count", records.count())
                        .with("partitions", summaries));
        switch (mode) {
            case AUTO -> {
                // The next poll acknowledges them.
            }
            case SYNC -> consumer.commitSync();
            case ASYNC -> consumer.commitAsync();
        }
    }

    private static Map<String, Object> summary(TopicPartition partition, Set<Long> offsets) {
        Map<String, Object> summary = EventLines.of(partition);
        summary.put("count", offsets.size());
        summary.put("offsets", offsets.stream().sorted().toList());
        return summary;
    }

    private static void acknowledged(
            EventLines lines,
            Map<TopicIdPartition, Set<Long>> offsets,
            @Nullable Exception failure) {
        List<Map<String, Object>> partitions =
                offsets.entrySet().stream()
                        .map(each -> summary(each.getKey().topicPartition(), each.getValue()))
                        .toList();
        EventLines.Event event =
                EventLines.event("offsets_acknowledged")
                        .with("count", offsets.values().stream().mapToInt(Set::size).sum())
                        .with("partitions", partitions);
        if (failure != null) {
            event.with("error", failure.getMessage());
        }
        lines.print(event.with("success", failure == null));
    }
}
