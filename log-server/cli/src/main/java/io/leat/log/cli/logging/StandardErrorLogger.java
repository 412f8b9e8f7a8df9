package io.leat.log.cli.logging;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger that prints from one level on. One event is one write, from any thread. */
final class StandardErrorLogger extends LegacyAbstractLogger {

    private static final long serialVersionUID = 1L;

    private volatile int lowest = LevelTree.NOTHING;

    private final transient Function<LogEvent, String> format;

    StandardErrorLogger(String name, Function<LogEvent, String> format) {
        this.name = name;
        this.format = format;
    }

    /** From here on it prints what has this level or a higher one. */
    void printsFrom(int level) {
        lowest = level;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        String text = MessageFormatter.basicArrayFormat(pattern, arguments);
        System.err.print(
                format.apply(
                        new LogEvent(
                                System.currentTimeMillis(), level, name, text, pattern, thrown)));
    }

    @Override
    public boolean isTraceEnabled() {
        return lowest <= Level.TRACE.toInt();
    }

    @Override
    public boolean isDebugEnabled() {
        return lowest <= Level.DEBUG.toInt();
    }

    @Override
    public boolean isInfoEnabled() {
        return lowest <= Level.INFO.toInt();
    }

    @Override
    public boolean isWarnEnabled() {
        return lowest <= Level.WARN.toInt();
    }

    @Override
    public boolean isErrorEnabled() {
        return lowest <= Level.ERROR.toInt();
    }
}
