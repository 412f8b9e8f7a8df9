package io.leat.log.server;

import io.leat.log.broker.node.InitialUser;
import io.leat.log.cli.CommandFailure;
import io.leat.log.runtime.Secret;
import io.leat.log.security.Mechanism;
import io.leat.log.security.ScramCredential;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --add-scram} takes: {@code SCRAM-SHA-256=[name=alice,password=...]}, with {@code
 * iterations}, {@code salt} and {@code saltedpassword} (both base64) as Kafka has them. Stateless.
 */
final class ScramUserText {

    private static final Pattern TEXT = Pattern.compile("(SCRAM-SHA-256|SCRAM-SHA-512)=\\[(.*)\\]");
    private static final int SALT_BYTES = 24;

    private ScramUserText() {}

    /** The user of such a text, as a data directory keeps it. */
    static String read(String text) {
        Matcher parts = TEXT.matcher(text.trim());
        if (!parts.matches()) {
            throw wrong("write SCRAM-SHA-256=[name=USER,password=PASSWORD]");
        }
        Mechanism mechanism = Mechanism.of(parts.group(1));
        Map<String, String> values = new HashMap<>();
        for (String each : parts.group(2).split(",")) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                values.put(each.substring(0, equals).trim(), unquoted(each.substring(equals + 1)));
            }
        }
        String name = values.get("name");
        String password = values.get("password");
        String salted = values.get("saltedpassword");
        if (name == null || (password == null) == (salted == null)) {
            throw wrong("it needs a name, and either a password or a saltedpassword");
        }
        try {
            byte[] salt = salt(values.get("salt"));
            int iterations =
                    Integer.parseInt(
                            values.getOrDefault(
                                    "iterations", String.valueOf(ScramCredential.ITERATIONS_MIN)));
            if (iterations < ScramCredential.ITERATIONS_MIN
                    || iterations > ScramCredential.ITERATIONS_MAX) {
                throw wrong(
                        "iterations are "
                                + ScramCredential.ITERATIONS_MIN
                                + " to "
                                + ScramCredential.ITERATIONS_MAX);
            }
            ScramCredential credential =
                    password != null
                            ? ScramCredential.of(mechanism, new Secret(password), salt, iterations)
                            : ScramCredential.ofSalted(
                                    mechanism,
                                    Base64.getDecoder().decode(salted),
                                    salt,
                                    iterations);
            return InitialUser.write(name, mechanism, credential);
        } catch (IllegalArgumentException e) {
            throw wrong("iterations is a number; salt and saltedpassword are base64");
        }
    }

    private static String unquoted(String value) {
        String text = value.trim();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static byte[] salt(@Nullable String text) {
        if (text != null) {
            return Base64.getDecoder().decode(text);
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    /** Without the text: there is a password in it. */
    private static CommandFailure wrong(String what) {
        return new CommandFailure("--add-scram: " + what + ".");
    }
}
