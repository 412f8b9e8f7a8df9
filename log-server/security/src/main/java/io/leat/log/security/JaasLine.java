package io.leat.log.security;

import io.leat.log.runtime.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code sasl.jaas.config}: {@code module required key="value" ...;}. Immutable.
 *
 * <p>It is read for its options only. The class it names is never loaded: its name has to be the
 * one that stands for the mechanism, from whatever package.
 */
public final class JaasLine {

    private static final Set<String> FLAGS =
            Set.of("required", "requisite", "sufficient", "optional");
    private static final String USER_PREFIX = "user_";

    private final String module;
    private final Map<String, Secret> options;

    private JaasLine(String module, Map<String, Secret> options) {
        this.module = module;
        this.options = Map.copyOf(options);
    }

    /**
     * Reads {@code text}, for {@code mechanism}.
     *
     * @throws IllegalArgumentException if it is none, or one for something else; the message shows
     *     no values
     */
    public static JaasLine parse(Secret text, Mechanism mechanism) {
        Words words = new Words(text.text());
        String module = words.next("the name of a login module");
        String flag = words.next("one of " + FLAGS);
        if (!FLAGS.contains(flag)) {
            throw new IllegalArgumentException("after the login module has to come 'required'");
        }
        Map<String, Secret> options = new LinkedHashMap<>();
        String key;
        while ((key = words.nextKey()) != null) {
            options.put(key, new Secret(words.next("a value of " + key)));
        }
        String simple = module.substring(module.lastIndexOf('.') + 1);
        if (!simple.equals(mechanism.loginModule())) {
            throw new IllegalArgumentException(
                    "it names "
                            + module
                            + ", but "
                            + mechanism.wireName()
                            + " is configured with "
                            + mechanism.loginModule());
        }
        return new JaasLine(module, options);
    }

    public @Nullable Secret option(String key) {
        return options.get(key);
    }

    /** All options, by name. */
    Map<String, Secret> options() {
        return options;
    }

    /** An option that has to be there. */
    public Secret require(String key) {
        Secret value = options.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no option " + key);
        }
        return value;
    }

    /** The users of a server: passwords by name, from options like {@code user_alice}. */
    public Map<String, Secret> users() {
        Map<String, Secret> users = new LinkedHashMap<>();
        options.forEach(
                (key, value) -> {
                    if (key.startsWith(USER_PREFIX)) {
                        users.put(key.substring(USER_PREFIX.length()), value);
                    }
                });
        return users;
    }

    @Override
    public String toString() {
        return module + options.keySet();
    }

    /** Cuts the line into words; quotes hold one together, a backslash takes the next as it is. */
    private static final class Words {

        private final String text;
        private int at;

        Words(String text) {
            this.text = text;
        }

        /** What stands before the next equals sign; null at the semicolon. */
        @Nullable String nextKey() {
            skipSpace();
            if (at < text.length() && text.charAt(at) == ';') {
                at++;
                skipSpace();
                if (at < text.length()) {
                    throw new IllegalArgumentException("something follows the first login module");
                }
                return null;
            }
            String key = next("a semicolon at the end");
            skipSpace();
            if (at >= text.length() || text.charAt(at) != '=') {
                throw new IllegalArgumentException("option " + key + " has no value");
            }
            at++;
            return key;
        }

        String next(String expected) {
            skipSpace();
            StringBuilder word = new StringBuilder();
            if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
                quoted(text.charAt(at), word);
                return word.toString();
            }
            while (at < text.length() && !ends(text.charAt(at))) {
                word.append(text.charAt(at++));
            }
            if (word.isEmpty()) {
                throw new IllegalArgumentException("it ends where " + expected + " has to be");
            }
            return word.toString();
        }

        private void quoted(char quote, StringBuilder word) {
            at++;
            while (at < text.length() && text.charAt(at) != quote) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                word.append(text.charAt(at++));
            }
            if (at >= text.length()) {
                throw new IllegalArgumentException("a quotation mark is not closed");
            }
            at++;
        }

        private static boolean ends(char c) {
            return Character.isWhitespace(c) || c == '=' || c == ';';
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
