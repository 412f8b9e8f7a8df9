package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.DescribeTopicsOptions;
import io.leat.clients.admin.NewPartitions;
import io.leat.clients.admin.NewTopic;
import io.leat.common.TopicCollection;
import io.leat.common.Uuid;
import io.leat.common.errors.UnknownTopicIdException;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import io.leat.log.cli.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-topics.sh}. */
@Command(
        name = "kafka-topics",
        hidden = true,
        description = "Create, delete, describe, or change a topic.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaTopics implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin ServerOptions server;

    @ArgGroup(multiplicity = "1", heading = "Action:%n")
    Action action;

    /** Exactly one of these is asked for. */
    static final class Action {
        @Option(names = "--create", description = "Create a new topic.")
        boolean create;

        @Option(names = "--delete", description = "Delete a topic.")
        boolean delete;

        @Option(names = "--alter", description = "Raise the number of partitions.")
        boolean alter;

        @Option(names = "--list", description = "List all available topics.")
        boolean list;

        @Option(names = "--describe", description = "List details for the given topics.")
        boolean describe;
    }

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Name; a regular expression except for --create.")
    @Nullable String topic;

    @Option(names = "--partitions", paramLabel = "N", description = "Number of partitions.")
    @Nullable Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "Copies of each partition.")
    @Nullable Short replicationFactor;

    @Option(
            names = "--config",
            paramLabel = "NAME=VALUE",
            description = "Topic setting; repeatable.")
    Map<String, String> configs = new HashMap<>();

    @Option(names = "--if-not-exists", description = "With --create: no error when it exists.")
    boolean ifNotExists;

    @Option(names = "--if-exists", description = "With other actions: no error when it is missing.")
    boolean ifExists;

    @Option(names = "--exclude-internal", description = "Leave internal topics out.")
    boolean excludeInternal;

    @Option(names = "--delete-config", hidden = true)
    @Nullable String deleteConfig;

    @ArgGroup Filter filter = new Filter();

    /** What {@code --describe} shows if not everything. */
    static final class Filter {
        @Option(
                names = "--under-replicated-partitions",
                description = "With --describe: only partitions that miss replicas in sync.")
        boolean underReplicated;

        @Option(
                names = "--unavailable-partitions",
                description = "With --describe: only partitions without a leader.")
        boolean unavailable;

        @Option(
                names = "--under-min-isr-partitions",
                description = "With --describe: only those below min.insync.replicas.")
        boolean underMinIsr;

        @Option(
                names = "--at-min-isr-partitions",
                description = "With --describe: only those at min.insync.replicas.")
        boolean atMinIsr;

        @Option(
                names = "--topics-with-overrides",
                description = "With --describe: only topics with settings of their own.")
        boolean overrides;

        Topics.Shown shown() {
            if (underReplicated) {
                return Topics.Shown.UNDER_REPLICATED;
            }
            if (unavailable) {
                return Topics.Shown.UNAVAILABLE;
            }
            if (underMinIsr) {
                return Topics.Shown.UNDER_MIN_ISR;
            }
            if (atMinIsr) {
                return Topics.Shown.AT_MIN_ISR;
            }
            return overrides ? Topics.Shown.OVERRIDES : Topics.Shown.ALL;
        }
    }

    @Option(
            names = "--topic-id",
            paramLabel = "ID",
            description = "With --describe: the topic of this id.")
    @Nullable String topicId;

    @Option(
            names = "--replica-assignment",
            paramLabel = "B:B,B:B",
            description =
                    "With --create and --alter: the brokers of each partition, the first to lead.")
    @Nullable String replicaAssignment;

    @Option(
            names = "--partition-size-limit-per-response",
            paramLabel = "N",
            description = "With --describe: ask for so many partitions at a time.")
    @Nullable Integer pageSize;

    @Override
    public Integer call() throws Exception {
        try (Admin admin = server.admin()) {
            run(new Topics(admin, spec.commandLine().getOut()));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void run(Topics topics) throws Exception {
        if (deleteConfig != null) {
            throw new CommandFailure(
                    "--delete-config is gone: kafka-configs.sh --alter --topic NAME --delete-config"
                            + " KEY does that.");
        }
        if (action.list) {
            matching(topics).forEach(spec.commandLine().getOut()::println);
        } else if (action.create) {
            topics.create(newTopic(), ifNotExists);
        } else if (action.describe && topicId != null) {
            describeById(topics, topicId);
        } else {
            Collection<String> names = matching(topics);
            if (names.isEmpty()) {
                missing();
            } else if (action.describe) {
                topics.describe(TopicCollection.ofTopicNames(names), filter.shown(), paged());
            } else if (action.delete) {
                named();
                topics.delete(names);
            } else {
                named();
                grow(topics, names);
            }
        }
    }

    private NewTopic newTopic() {
        if (replicaAssignment == null) {
            return new NewTopic(
                            named(),
                            Optional.ofNullable(partitions),
                            Optional.ofNullable(replicationFactor))
                    .configs(configs);
        }
        if (partitions != null || replicationFactor != null) {
            throw new CommandFailure(
                    "--replica-assignment says how many partitions and replicas there are: leave"
                            + " --partitions and --replication-factor out.");
        }
        Map<Integer, List<Integer>> assignment = new HashMap<>();
        assignment(replicaAssignment).forEach(each -> assignment.put(assignment.size(), each));
        return new NewTopic(named(), assignment).configs(configs);
    }

    /** Of 1:2,2:3: the brokers of each partition. */
    private static List<List<Integer>> assignment(String text) {
        List<List<Integer>> assignment = new ArrayList<>();
        for (String partition : text.split(",", -1)) {
            List<Integer> brokers = new ArrayList<>();
            for (String broker : partition.split(":", -1)) {
                try {
                    brokers.add(Integer.parseInt(broker.trim()));
                } catch (NumberFormatException e) {
                    throw new CommandFailure(
                            "'" + broker + "' is no broker: write --replica-assignment 1:2,2:3.",
                            e);
                }
            }
            if (Set.copyOf(brokers).size() < brokers.size()) {
                throw new CommandFailure(
                        "Partition replica lists may not contain duplicate entries: " + partition);
            }
            if (!assignment.isEmpty() && assignment.get(0).size() != brokers.size()) {
                throw new CommandFailure(
                        "--replica-assignment has partitions with different numbers of replicas.");
            }
            assignment.add(brokers);
        }
        return assignment;
    }

    private void grow(Topics topics, Collection<String> names) throws Exception {
        int total = wantedPartitions();
        if (replicaAssignment == null) {
            topics.grow(names, NewPartitions.increaseTo(total));
            return;
        }
        List<List<Integer>> all = assignment(replicaAssignment);
        for (String name : names) {
            int now = topics.partitions(name);
            if (all.size() != total || total <= now) {
                throw new CommandFailure(
                        "--replica-assignment names the brokers of "
                                + all.size()
                                + " partitions; those of all "
                                + total
                                + " are needed, of which topic "
                                + name
                                + " has "
                                + now
                                + " already.");
            }
            topics.grow(
                    List.of(name), NewPartitions.increaseTo(total, all.subList(now, all.size())));
        }
    }

    private void describeById(Topics topics, String wanted) throws Exception {
        Uuid id;
        try {
            id = Uuid.fromString(wanted);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("'" + wanted + "' is no topic id.", e);
        }
        try {
            topics.describe(TopicCollection.ofTopicIds(List.of(id)), filter.shown(), paged());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicIdException)) {
                throw e;
            }
            if (!ifExists) {
                throw new CommandFailure("TopicId '" + wanted + "' does not exist as expected", e);
            }
        }
    }

    private DescribeTopicsOptions paged() {
        DescribeTopicsOptions options = new DescribeTopicsOptions();
        return pageSize == null ? options : options.partitionSizeLimitPerResponse(pageSize);
    }

    private int wantedPartitions() {
        if (partitions == null) {
            throw new CommandFailure(
                    "--alter raises the number of partitions: give --partitions. Settings are changed"
                            + " with kafka-configs.sh.");
        }
        return partitions;
    }

    private void missing() {
        if (topic != null && !ifExists) {
            throw new CommandFailure("Topic '" + topic + "' does not exist as expected");
        }
    }

    private String named() {
        if (topic == null) {
            throw new CommandFailure("Missing required argument \"--topic\".");
        }
        return topic;
    }

    private Collection<String> matching(Topics topics) throws Exception {
        Collection<String> all = topics.names(!excludeInternal);
        if (topic == null) {
            return all;
        }
        List<String> names = all.stream().filter(topic::equals).toList();
        if (!names.isEmpty()) {
            return names;
        }
        Pattern pattern = Pattern.compile(topic.replace(',', '|'));
        return all.stream().filter(name -> pattern.matcher(name).matches()).toList();
    }
}
