package io.leat.log.server;

import io.leat.log.broker.settings.LogLevels;
import io.leat.log.cli.logging.StandardErrorLogging;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.logging.LogManager;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** The levels of what this process logs with: {@code bin/leat}'s own, or the JDK's. Stateless. */
final class ProcessLogLevels {

    private static final String OURS = "io.leat";

    private ProcessLogLevels() {}

    /** Of the library that SLF4J found; none can be changed if it is another. */
    static LogLevels find() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof StandardErrorLogging logging) {
            return new OfStandardError(logging);
        }
        return factory.getClass().getName().equals("org.slf4j.jul.JDK14LoggerFactory")
                ? new JdkLogLevels(LogManager.getLogManager())
                : LogLevels.NONE;
    }

    /** Adds the packages of our loggers, so that one choice does for many. */
    static Map<String, String> withPackages(
            Map<String, String> loggers, UnaryOperator<String> level) {
        Map<String, String> all = new TreeMap<>(loggers);
        for (String logger : loggers.keySet()) {
            String name = logger;
            while (name.startsWith(OURS + ".")) {
                name = name.substring(0, name.lastIndexOf('.'));
                all.computeIfAbsent(name, level);
            }
        }
        return all;
    }

    private record OfStandardError(StandardErrorLogging logging) implements LogLevels {

        @Override
        public Map<String, String> all() {
            return withPackages(logging.levels(), logging::level);
        }

        @Override
        public void set(String logger, String level) {
            logging.choose(logger, level);
        }

        @Override
        public void unset(String logger) {
            logging.choose(logger, null);
        }
    }
}
