package io.leat.streams.task;

import io.leat.streams.errors.StreamsException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what went wrong when something was given a key or a value of another type than it takes.
 * Immutable.
 *
 * @param who in words: "processor count", "sink out to topic results"
 */
record WrongTypes(TaskScope scope, String who, @Nullable Object key, @Nullable Object value) {

    private static final Pattern CAST =
            Pattern.compile("class (\\S+) cannot be cast to class (\\S+).*", Pattern.DOTALL);

    /**
     * @param remedy where to give the serdes
     */
    StreamsException failure(ClassCastException cause, String remedy) {
        StringBuilder text = new StringBuilder(who).append(" of task ").append(scope.id());
        Input input = scope.current();
        if (input != null) {
            text.append(", at offset ")
                    .append(input.offset())
                    .append(" of ")
                    .append(input.topic())
                    .append('-')
                    .append(input.partition())
                    .append(',');
        }
        Matcher cast = CAST.matcher(String.valueOf(cause.getMessage()));
        if (cast.matches()) {
            text.append(" got a ").append(cast.group(1));
            text.append(" where it takes a ").append(cast.group(2));
        } else {
            text.append(" got a type that it does not take: ").append(cause.getMessage());
        }
        text.append(". The key is a ").append(type(key));
        text.append(", the value a ").append(type(value)).append(". ").append(remedy);
        return new StreamsException(text.toString(), cause);
    }

    private static String type(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }
}
