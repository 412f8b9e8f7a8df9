package io.leat.connect.runtime;

import io.leat.common.config.ConfigDef;
import io.leat.common.config.ConfigDef.Importance;
import io.leat.common.config.ConfigDef.Range;
import io.leat.common.config.ConfigDef.Type;
import io.leat.common.config.ConfigDef.ValidString;
import io.leat.connect.sink.SinkTask;
import io.leat.connect.source.SourceTask;

/** The settings that every connector has, under Kafka's names. */
final class ConnectorKeys {

    static final String NAME = "name";
    static final String CLASS = "connector.class";
    static final String TASKS_MAX = "tasks.max";
    static final String TRANSFORMS = "transforms";
    static final String PREDICATES = "predicates";
    static final String TOLERANCE = "errors.tolerance";
    static final String RETRY_TIMEOUT = "errors.retry.timeout";
    static final String RETRY_DELAY_MAX = "errors.retry.delay.max.ms";
    static final String LOG_ENABLE = "errors.log.enable";
    static final String LOG_MESSAGES = "errors.log.include.messages";
    static final String RESTART_ATTEMPTS = "task.restart.attempts";
    static final String RESTART_BACKOFF = "task.restart.backoff.ms";
    static final String EXACTLY_ONCE = "exactly.once.support";
    static final String BOUNDARY_INTERVAL = "transaction.boundary.interval.ms";
    static final String OFFSETS_TOPIC = "offsets.storage.topic";
    static final String DLQ_TOPIC = "errors.deadletterqueue.topic.name";
    static final String DLQ_REPLICATION = "errors.deadletterqueue.topic.replication.factor";
    static final String DLQ_HEADERS = "errors.deadletterqueue.context.headers.enable";

    private static final ConfigDef COMMON =
            new ConfigDef()
                    .define(NAME, Type.STRING, Importance.HIGH, "A name, unique in the worker.")
                    .define(CLASS, Type.STRING, Importance.HIGH, "The class of the connector.")
                    .define(
                            TASKS_MAX,
                            Type.INT,
                            1,
                            Range.atLeast(1),
                            Importance.HIGH,
                            "The most tasks that the connector may divide its work into.")
                    .define(
                            TRANSFORMS,
                            Type.LIST,
                            "",
                            Importance.LOW,
                            "Aliases of the transforms that each record passes, in order.")
                    .define(
                            PREDICATES,
                            Type.LIST,
                            "",
                            Importance.LOW,
                            "Aliases of the predicates that transforms may refer to.")
                    .define(
                            TOLERANCE,
                            Type.STRING,
                            "none",
                            ValidString.in("none", "all"),
                            Importance.MEDIUM,
                            "Whether records that cannot be handled fail the task (none) or are"
                                    + " skipped (all).")
                    .define(
                            RETRY_TIMEOUT,
                            Type.LONG,
                            0L,
                            Range.atLeast(-1),
                            Importance.MEDIUM,
                            "How long a retriable step is tried again, in milliseconds; -1 for ever.")
                    .define(
                            RETRY_DELAY_MAX,
                            Type.LONG,
                            60_000L,
                            Range.atLeast(1),
                            Importance.MEDIUM,
                            "The longest wait between two tries.")
                    .define(
                            LOG_ENABLE,
                            Type.BOOLEAN,
                            false,
                            Importance.MEDIUM,
                            "Whether skipped records are logged.")
                    .define(
                            LOG_MESSAGES,
                            Type.BOOLEAN,
                            false,
                            Importance.MEDIUM,
                            "Whether their contents are logged, too.")
                    .define(
                            RESTART_ATTEMPTS,
                            Type.INT,
                            0,
                            Range.atLeast(0),
                            Importance.LOW,
                            "How often in a row a failed task is started again by itself.")
                    .define(
                            RESTART_BACKOFF,
                            Type.LONG,
                            1_000L,
                            Range.atLeast(0),
                            Importance.LOW,
                            "The wait before the first of them; it doubles up to a minute.");

    static final ConfigDef SOURCE =
            new ConfigDef(COMMON)
                    .define(
                            EXACTLY_ONCE,
                            Type.STRING,
                            "requested",
                            ValidString.in("requested", "required"),
                            Importance.MEDIUM,
                            "required refuses to start when exactly-once is not sure.")
                    .define(
                            SourceTask.TRANSACTION_BOUNDARY_CONFIG,
                            Type.STRING,
                            "poll",
                            ConfigDef.CaseInsensitiveValidString.in(
                                    "poll", "interval", "connector"),
                            Importance.MEDIUM,
                            "Where transactions end: with each batch, with time, where the"
                                    + " connector says.")
                    .define(
                            BOUNDARY_INTERVAL,
                            Type.LONG,
                            null,
                            Importance.LOW,
                            "The interval; offset.flush.interval.ms of the worker by default.")
                    .define(
                            OFFSETS_TOPIC,
                            Type.STRING,
                            null,
                            Importance.LOW,
                            "A topic for the offsets of this connector; the worker's by default.");

    static final ConfigDef SINK =
            new ConfigDef(COMMON)
                    .define(
                            SinkTask.TOPICS_CONFIG,
                            Type.LIST,
                            "",
                            Importance.HIGH,
                            "The topics to read, separated by commas.")
                    .define(
                            SinkTask.TOPICS_REGEX_CONFIG,
                            Type.STRING,
                            "",
                            Importance.HIGH,
                            "A pattern of the topics to read, instead of topics.")
                    .define(
                            DLQ_TOPIC,
                            Type.STRING,
                            "",
                            Importance.MEDIUM,
                            "Where skipped records go.")
                    .define(
                            DLQ_REPLICATION,
                            Type.SHORT,
                            (short) -1,
                            Importance.MEDIUM,
                            "Replicas of that topic when it is created; -1 for the server's default.")
                    .define(
                            DLQ_HEADERS,
                            Type.BOOLEAN,
                            false,
                            Importance.MEDIUM,
                            "Whether headers there say what went wrong.");

    private ConnectorKeys() {}
}
