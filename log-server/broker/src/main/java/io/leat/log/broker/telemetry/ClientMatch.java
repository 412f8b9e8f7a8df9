package io.leat.log.broker.telemetry;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which clients a subscription is about: every pattern has to match, in time linear to what a
 * client calls itself. Immutable.
 */
public final class ClientMatch {

    static final String INSTANCE_ID = "client_instance_id";
    static final String CLIENT_ID = "client_id";
    static final String SOFTWARE_NAME = "client_software_name";
    static final String SOFTWARE_VERSION = "client_software_version";
    static final String SOURCE_ADDRESS = "client_source_address";
    static final String SOURCE_PORT = "client_source_port";

    /** What can be asked of a client. */
    public static final List<String> NAMES =
            List.of(
                    INSTANCE_ID,
                    CLIENT_ID,
                    SOFTWARE_NAME,
                    SOFTWARE_VERSION,
                    SOURCE_ADDRESS,
                    SOURCE_PORT);

    private final Map<String, Pattern> patterns = new HashMap<>();

    /**
     * Of NAME=REGEX each.
     *
     * @throws IllegalArgumentException if one makes no sense
     */
    ClientMatch(List<String> selectors) {
        for (String selector : selectors) {
            int sign = selector.indexOf('=');
            String name = sign < 0 ? selector : selector.substring(0, sign).trim();
            if (sign < 0 || !NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "'" + selector + "' is not NAME=REGEX with one of " + NAMES);
            }
            try {
                patterns.put(name, Pattern.compile(selector.substring(sign + 1).trim()));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        "'" + selector + "' has no regular expression: " + e.getDescription(), e);
            }
        }
    }

    /** What is wrong with {@code selectors}, or null if nothing is. */
    public static @Nullable String violation(List<String> selectors) {
        try {
            new ClientMatch(selectors);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** Whether it is about the client that {@code attributes} describe. */
    boolean matches(Map<String, String> attributes) {
        return patterns.entrySet().stream()
                .allMatch(
                        each ->
                                each.getValue()
                                        .matcher(attributes.getOrDefault(each.getKey(), ""))
                                        .matches());
    }
}
