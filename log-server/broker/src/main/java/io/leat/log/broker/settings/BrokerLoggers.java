package io.leat.log.broker.settings;

import static java.util.Objects.requireNonNullElse;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loggers of this broker as settings of it (KIP-412): each broker answers for its own, and they
 * are as before after a restart. Safe on every loop.
 */
public final class BrokerLoggers {

    private static final Logger log = LoggerFactory.getLogger(BrokerLoggers.class);

    private static final byte SET = 0;
    private static final byte DELETE = 1;

    /** Why something is refused. */
    record Refused(ErrorCode error, String text) {}

    private final LogLevels levels;
    private final int nodeId;

    public BrokerLoggers(LogLevels levels, int nodeId) {
        this.levels = levels;
        this.nodeId = nodeId;
    }

    /** What is wrong with {@code name} as the number of this broker, or null if nothing is. */
    @Nullable Refused misdirected(String name) {
        if (name.equals(String.valueOf(nodeId))) {
            return null;
        }
        boolean number = name.matches("-?[0-9]{1,9}");
        return new Refused(
                ErrorCode.INVALID_REQUEST,
                number
                        ? "This is broker "
                                + nodeId
                                + ", not "
                                + name
                                + ": each broker answers for its own loggers"
                        : "Loggers are those of a broker: '" + name + "' is no number of one");
    }

    /** The loggers with their levels, by name. */
    Map<String, String> all() {
        return new TreeMap<>(levels.all());
    }

    /** Changes levels, all of {@code resource} or none. Returns why it did not, or null. */
    @Nullable Refused alter(AlterConfigsResource resource, boolean validateOnly) {
        Refused misdirected = misdirected(resource.resourceName());
        if (misdirected != null) {
            return misdirected;
        }
        Refused refused = check(resource.configs());
        if (refused == null && !validateOnly) {
            resource.configs().forEach(this::apply);
        }
        return refused;
    }

    private @Nullable Refused check(List<AlterableConfig> changes) {
        Set<String> seen = new HashSet<>();
        Map<String, String> known = levels.all();
        for (AlterableConfig change : changes) {
            if (!seen.add(change.name())) {
                return new Refused(ErrorCode.INVALID_REQUEST, change.name() + " is changed twice");
            }
            Refused refused = check(change, known);
            if (refused != null) {
                return refused;
            }
        }
        return null;
    }

    private static @Nullable Refused check(AlterableConfig change, Map<String, String> known) {
        String logger = change.name();
        if (change.configOperation() == SET && change.value() == null) {
            return new Refused(ErrorCode.INVALID_REQUEST, "No level is given for " + logger);
        }
        if (change.configOperation() != SET && change.configOperation() != DELETE) {
            return new Refused(
                    ErrorCode.INVALID_REQUEST,
                    "A logger has one level, which can be set or deleted: nothing can be added to"
                            + " it or taken away");
        }
        if (!known.containsKey(logger)) {
            return new Refused(ErrorCode.INVALID_CONFIG, "Logger " + logger + " does not exist!");
        }
        if (change.configOperation() == DELETE) {
            return logger.equals(LogLevels.ROOT)
                    ? new Refused(
                            ErrorCode.INVALID_REQUEST,
                            "The root logger always has a level: set another instead of deleting"
                                    + " it")
                    : null;
        }
        String level = change.value();
        return level != null && LogLevels.NAMES.contains(level)
                ? null
                : new Refused(
                        ErrorCode.INVALID_CONFIG,
                        "'"
                                + level
                                + "' is no level for "
                                + logger
                                + ": allowed is one of "
                                + String.join(", ", LogLevels.NAMES));
    }

    private void apply(AlterableConfig change) {
        if (change.configOperation() == DELETE) {
            levels.unset(change.name());
            log.info("Logger {} has no level of its own any more", change.name());
        } else {
            levels.set(change.name(), requireNonNullElse(change.value(), ""));
            log.info("Logger {} has level {} now", change.name(), change.value());
        }
    }
}
