package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.log.cli.CommandFailure;
import io.leat.log.cli.ServerOptions;
import io.leat.log.cli.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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

    @Option(names = "--under-replicated-partitions", description = "With --describe: only those.")
    boolean underReplicated;

    @Override
    public Integer call() throws Exception {
        try (Admin admin = server.admin()) {
            run(new Topics(admin, spec.commandLine().getOut()));
        }
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void run(Topics topics) throws Exception {
        if (action.list) {
            matching(topics).forEach(spec.commandLine().getOut()::println);
        } else if (action.create) {
            topics.create(
                    named(),
                    Optional.ofNullable(partitions),
                    Optional.ofNullable(replicationFactor),
                    configs,
                    ifNotExists);
        } else {
            Collection<String> names = matching(topics);
            if (names.isEmpty()) {
                missing();
            } else if (action.describe) {
                topics.describe(names, underReplicated);
            } else if (action.delete) {
                named();
                topics.delete(names);
            } else {
                named();
                topics.grow(names, wantedPartitions());
            }
        }
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
