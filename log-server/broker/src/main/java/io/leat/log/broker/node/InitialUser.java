package io.leat.log.broker.node;

import io.leat.log.protocol.message.UserScramCredentialRecord;
import io.leat.log.security.Mechanism;
import io.leat.log.security.ScramCredential;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A SCRAM user that a cluster begins with, as {@code meta.properties} keeps it until the first
 * start: what checks a password, not the password. Stateless.
 */
public final class InitialUser {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final int PARTS = 6;

    private InitialUser() {}

    /** One line for a user. */
    public static String write(String name, Mechanism mechanism, ScramCredential credential) {
        return String.join(
                ":",
                ENCODER.encodeToString(name.getBytes(StandardCharsets.UTF_8)),
                mechanism.wireName(),
                ENCODER.encodeToString(credential.salt()),
                ENCODER.encodeToString(credential.storedKey()),
                ENCODER.encodeToString(credential.serverKey()),
                String.valueOf(credential.iterations()));
    }

    /**
     * The record that such a line becomes; throws {@link IllegalArgumentException} if it is none.
     */
    static UserScramCredentialRecord read(String line) {
        String[] parts = line.split(":");
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("a SCRAM user has " + PARTS + " parts");
        }
        return new UserScramCredentialRecord(
                new String(bytes(parts[0]), StandardCharsets.UTF_8),
                Mechanism.of(parts[1]).scramCode(),
                ByteBuffer.wrap(bytes(parts[2])),
                ByteBuffer.wrap(bytes(parts[3])),
                ByteBuffer.wrap(bytes(parts[4])),
                Integer.parseInt(parts[5]));
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
