package io.leat.log.cli.kafka;

import io.leat.clients.admin.AbortTransactionSpec;
import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeProducersOptions;
import io.leat.clients.admin.ListTransactionsOptions;
import io.leat.clients.admin.ProducerState;
import io.leat.clients.admin.TransactionDescription;
import io.leat.clients.admin.TransactionListing;
import io.leat.common.TopicPartition;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-transactions.sh}: which transactions there are, and how to end those that hang. */
@Command(
        name = "kafka-transactions",
        hidden = true,
        description = "List, describe and end transactions.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaTransactions implements Runnable {

    private static final long MS_PER_MINUTE = 60_000;

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: list, describe, describe-producers, abort,"
                        + " forceTerminateTransaction or find-hanging.");
    }

    @Command(name = "list", description = "List transactions.", mixinStandardHelpOptions = true)
    int list(
            @Option(
                            names = "--duration-filter",
                            paramLabel = "MS",
                            description = "Only those that run longer.")
                    @Nullable Long durationMs,
            @Option(
                            names = "--transactional-id-pattern",
                            paramLabel = "REGEX",
                            description = "Only those whose ids match.")
                    @Nullable String pattern)
            throws Exception {
        ListTransactionsOptions options = new ListTransactionsOptions();
        if (durationMs != null) {
            options.filterOnDuration(durationMs);
        }
        if (pattern != null) {
            options.filterOnTransactionalIdPattern(pattern);
        }
        List<List<String>> rows =
                rows("TransactionalId", "Coordinator", "ProducerId", "TransactionState");
        try (Admin admin = server.admin()) {
            Map<Integer, Collection<TransactionListing>> found =
                    new TreeMap<>(admin.listTransactions(options).allByBrokerId().get());
            found.forEach(
                    (broker, transactions) ->
                            transactions.forEach(
                                    each ->
                                            rows.add(
                                                    List.of(
                                                            each.transactionalId(),
                                                            String.valueOf(broker),
                                                            String.valueOf(each.producerId()),
                                                            each.state().toString()))));
        }
        return print(rows);
    }

    @Command(
            name = "describe",
            description = "Show one transaction.",
            mixinStandardHelpOptions = true)
    int describe(
            @Option(names = "--transactional-id", required = true, paramLabel = "ID")
                    String transactionalId)
            throws Exception {
        List<List<String>> rows =
                rows(
                        "CoordinatorId",
                        "TransactionalId",
                        "ProducerId",
                        "ProducerEpoch",
                        "TransactionState",
                        "TransactionTimeoutMs",
                        "CurrentTransactionStartTimeMs",
                        "TransactionDurationMs",
                        "TopicPartitions");
        try (Admin admin = server.admin()) {
            TransactionDescription found =
                    admin.describeTransactions(List.of(transactionalId))
                            .description(transactionalId)
                            .get();
            boolean runs = found.transactionStartTimeMs().isPresent();
            long start = found.transactionStartTimeMs().orElse(0);
            rows.add(
                    List.of(
                            String.valueOf(found.coordinatorId()),
                            transactionalId,
                            String.valueOf(found.producerId()),
                            String.valueOf(found.producerEpoch()),
                            found.state().toString(),
                            String.valueOf(found.transactionTimeoutMs()),
                            runs ? String.valueOf(start) : "None",
                            runs ? String.valueOf(now() - start) : "None",
                            found.topicPartitions().stream()
                                    .map(TopicPartition::toString)
                                    .sorted()
                                    .collect(Collectors.joining(","))));
        }
        return print(rows);
    }

    @Command(
            name = "describe-producers",
            description = "Show who writes to a partition.",
            mixinStandardHelpOptions = true)
    int describeProducers(
            @Option(names = "--topic", required = true, paramLabel = "TOPIC") String topic,
            @Option(names = "--partition", required = true, paramLabel = "N") int partition,
            @Option(
                            names = "--broker-id",
                            paramLabel = "ID",
                            description = "Ask this broker instead of the leader.")
                    @Nullable Integer broker)
            throws Exception {
        DescribeProducersOptions options = new DescribeProducersOptions();
        if (broker != null) {
            options.brokerId(broker);
        }
        List<List<String>> rows =
                rows(
                        "ProducerId",
                        "ProducerEpoch",
                        "LatestCoordinatorEpoch",
                        "LastSequence",
                        "LastTimestamp",
                        "CurrentTransactionStartOffset");
        try (Admin admin = server.admin()) {
            for (ProducerState each :
                    producers(admin, new TopicPartition(topic, partition), options)) {
                var start = each.currentTransactionStartOffset();
                rows.add(
                        List.of(
                                String.valueOf(each.producerId()),
                                String.valueOf(each.producerEpoch()),
                                String.valueOf(each.coordinatorEpoch().orElse(-1)),
                                String.valueOf(each.lastSequence()),
                                String.valueOf(each.lastTimestamp()),
                                start.isPresent() ? String.valueOf(start.getAsLong()) : "None"));
            }
        }
        return print(rows);
    }

    private static List<ProducerState> producers(Admin admin, TopicPartition partition)
            throws Exception {
        return producers(admin, partition, new DescribeProducersOptions());
    }

    private static List<ProducerState> producers(
            Admin admin, TopicPartition partition, DescribeProducersOptions options)
            throws Exception {
        return admin.describeProducers(List.of(partition), options)
                .partitionResult(partition)
                .get()
                .activeProducers();
    }

    @Command(
            name = "abort",
            description = "End a transaction in one partition, where it hangs.",
            mixinStandardHelpOptions = true)
    int abort(
            @Option(names = "--topic", required = true, paramLabel = "TOPIC") String topic,
            @Option(names = "--partition", required = true, paramLabel = "N") int partition,
            @Option(names = "--start-offset", paramLabel = "N") @Nullable Long startOffset,
            @Option(names = "--producer-id", paramLabel = "N") @Nullable Long producerId,
            @Option(names = "--producer-epoch", paramLabel = "N") @Nullable Short producerEpoch,
            @Option(names = "--coordinator-epoch", paramLabel = "N") @Nullable Integer epoch)
            throws Exception {
        TopicPartition where = new TopicPartition(topic, partition);
        try (Admin admin = server.admin()) {
            AbortTransactionSpec what;
            if (startOffset != null) {
                what = begunAt(admin, where, startOffset);
            } else if (producerId != null && producerEpoch != null && epoch != null) {
                what = new AbortTransactionSpec(where, producerId, producerEpoch, epoch);
            } else {
                throw new CommandFailure(
                        "abort needs --start-offset, or --producer-id, --producer-epoch and"
                                + " --coordinator-epoch.");
            }
            admin.abortTransaction(what).all().get();
        }
        return 0;
    }

    private static AbortTransactionSpec begunAt(Admin admin, TopicPartition where, long offset)
            throws Exception {
        for (ProducerState each : producers(admin, where)) {
            var start = each.currentTransactionStartOffset();
            if (start.isPresent() && start.getAsLong() == offset) {
                return new AbortTransactionSpec(
                        where,
                        each.producerId(),
                        (short) each.producerEpoch(),
                        each.coordinatorEpoch().orElse(0));
            }
        }
        throw new CommandFailure(
                "no open transaction of " + where + " begins at offset " + offset + ".");
    }

    @Command(
            name = "forceTerminateTransaction",
            aliases = "force-terminate",
            description = "Abort the transaction of an id and fence its producer.",
            mixinStandardHelpOptions = true)
    int forceTerminate(
            @Option(
                            names = {"--transactionalId", "--transactional-id"},
                            required = true,
                            paramLabel = "ID")
                    String transactionalId)
            throws Exception {
        try (Admin admin = server.admin()) {
            admin.forceTerminateTransaction(transactionalId).result().get();
        }
        return 0;
    }

    @Command(
            name = "find-hanging",
            description = "Find transactions that no coordinator will end.",
            mixinStandardHelpOptions = true)
    int findHanging(
            @Option(
                            names = "--max-transaction-timeout",
                            defaultValue = "15",
                            paramLabel = "MINUTES",
                            description = "The longest a transaction may take.")
                    long minutes,
            @Option(names = "--topic", paramLabel = "TOPIC") @Nullable String topic,
            @Option(names = "--partition", paramLabel = "N") @Nullable Integer partition,
            @Option(names = "--broker-id", paramLabel = "ID", description = "Only those it leads.")
                    @Nullable Integer brokerId)
            throws Exception {
        List<List<String>> rows =
                rows(
                        "Topic",
                        "Partition",
                        "ProducerId",
                        "ProducerEpoch",
                        "CoordinatorEpoch",
                        "StartOffset",
                        "LastTimestamp",
                        "Duration(min)");
        try (Admin admin = server.admin()) {
            Set<TopicPartition> partitions = partitions(admin, topic, partition, brokerId);
            long before = now() - minutes * MS_PER_MINUTE;
            Map<TopicPartition, List<ProducerState>> open = new HashMap<>();
            admin.describeProducers(partitions)
                    .all()
                    .get()
                    .forEach(
                            (where, state) ->
                                    open.put(
                                            where,
                                            state.activeProducers().stream()
                                                    .filter(each -> isOld(each, before))
                                                    .toList()));
            Map<Long, Set<TopicPartition>> known = known(admin, open);
            open.forEach(
                    (where, states) ->
                            states.stream()
                                    .filter(
                                            each ->
                                                    !known.getOrDefault(each.producerId(), Set.of())
                                                            .contains(where))
                                    .forEach(each -> rows.add(hanging(where, each))));
        }
        return print(rows);
    }

    private static boolean isOld(ProducerState state, long before) {
        return state.currentTransactionStartOffset().isPresent() && state.lastTimestamp() < before;
    }

    private static Set<TopicPartition> partitions(
            Admin admin,
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Integer brokerId)
            throws Exception {
        Set<TopicPartition> found = new HashSet<>();
        var names = topic == null ? admin.listTopics().names().get() : Set.of(topic);
        admin.describeTopics(names)
                .allTopicNames()
                .get()
                .forEach(
                        (name, description) ->
                                description.partitions().stream()
                                        .filter(
                                                each ->
                                                        partition == null
                                                                || partition == each.partition())
                                        .filter(
                                                each ->
                                                        brokerId == null
                                                                || each.leader() != null
                                                                        && each.leader().id()
                                                                                == brokerId)
                                        .forEach(
                                                each ->
                                                        found.add(
                                                                new TopicPartition(
                                                                        name, each.partition()))));
        return found;
    }

    /** The partitions that coordinators know to be in transactions of these producers. */
    private static Map<Long, Set<TopicPartition>> known(
            Admin admin, Map<TopicPartition, List<ProducerState>> open) throws Exception {
        Set<Long> producers =
                open.values().stream()
                        .flatMap(List::stream)
                        .map(ProducerState::producerId)
                        .collect(Collectors.toSet());
        Map<Long, Set<TopicPartition>> known = new HashMap<>();
        if (producers.isEmpty()) {
            return known;
        }
        List<String> ids = new ArrayList<>();
        admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                .all()
                .get()
                .forEach(each -> ids.add(each.transactionalId()));
        admin.describeTransactions(ids)
                .all()
                .get()
                .values()
                .forEach(each -> known.put(each.producerId(), each.topicPartitions()));
        return known;
    }

    private static List<String> hanging(TopicPartition where, ProducerState state) {
        return List.of(
                where.topic(),
                String.valueOf(where.partition()),
                String.valueOf(state.producerId()),
                String.valueOf(state.producerEpoch()),
                String.valueOf(state.coordinatorEpoch().orElse(-1)),
                String.valueOf(state.currentTransactionStartOffset().orElse(-1)),
                String.valueOf(state.lastTimestamp()),
                String.valueOf((now() - state.lastTimestamp()) / MS_PER_MINUTE));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private static List<List<String>> rows(String... header) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(header));
        return rows;
    }

    private int print(List<List<String>> rows) {
        PrintWriter out = spec.commandLine().getOut();
        Columns.print(rows, out);
        out.flush();
        return 0;
    }
}
