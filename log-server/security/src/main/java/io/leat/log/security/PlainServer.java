package io.leat.log.security;

import io.leat.log.runtime.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** PLAIN (RFC 4616) for the users of a server's own settings. */
public final class PlainServer implements SaslServer {

    private static final Step.Refused WRONG =
            new Step.Refused("Authentication failed: Invalid username or password");

    private final Map<String, Secret> users;

    public PlainServer(Map<String, Secret> users) {
        this.users = users;
    }

    @Override
    public Step next(byte[] token) {
        String[] parts = new String(token, StandardCharsets.UTF_8).split("\u0000", -1);
        if (parts.length != 3 || parts[1].isEmpty() || parts[2].isEmpty()) {
            return new Step.Refused(
                    "Authentication failed: a PLAIN token has a user name and a password");
        }
        String user = parts[1];
        if (!parts[0].isEmpty() && !parts[0].equals(user)) {
            return new Step.Refused(
                    "Authentication failed: Client requested an authorization id that is different"
                            + " from username");
        }
        Secret password = users.get(user);
        return matches(password, parts[2]) && password != null
                ? new Step.Accepted(new byte[0], user, null)
                : WRONG;
    }

    /** Takes as long for unknown users, and for passwords of any length that is wrong. */
    private static boolean matches(@Nullable Secret password, String given) {
        String expected = password == null ? "" : password.text();
        return Scram.same(
                Scram.hash(Mechanism.SCRAM_SHA_256, expected.getBytes(StandardCharsets.UTF_8)),
                Scram.hash(Mechanism.SCRAM_SHA_256, given.getBytes(StandardCharsets.UTF_8)));
    }
}
