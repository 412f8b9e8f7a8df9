package io.leat.log.security;

import io.leat.log.runtime.Secret;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SCRAM (RFC 5802) without channel binding: the server proves that it knows the user, too. */
final class ScramClient implements SaslClient {

    private static final Pattern CHALLENGE =
            Pattern.compile("r=([^,]+),s=([^,]+),i=([0-9]{1,9})(?:,.*)?");

    /** More would keep the loop of a client busy for a second. */
    private static final int ITERATIONS_MAX = 1_000_000;

    private static final String NO_BINDING = "n,,";

    private final Mechanism mechanism;
    private final Secret password;
    private final String nonce;
    private final String begin;
    private byte @Nullable [] expected;

    ScramClient(Mechanism mechanism, String user, Secret password, String nonce) {
        this.mechanism = mechanism;
        this.password = password;
        this.nonce = nonce;
        this.begin = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    }

    @Override
    public byte[] first() {
        return Scram.utf8(NO_BINDING + begin);
    }

    @Override
    public byte @Nullable [] next(byte[] challenge) {
        String message = new String(challenge, StandardCharsets.UTF_8);
        byte[] signature = expected;
        if (signature == null) {
            return answer(message);
        }
        if (!Scram.same(Scram.utf8("v=" + Scram.base64(signature)), challenge)) {
            throw new LoginException(
                    "The server did not prove that it knows the password: it answered '"
                            + (message.startsWith("e=") ? message : "something else")
                            + "'");
        }
        return null;
    }

    private byte[] answer(String challenge) {
        Matcher parts = CHALLENGE.matcher(challenge);
        if (!parts.matches() || !parts.group(1).startsWith(nonce)) {
            throw new LoginException("The server does not speak " + mechanism.wireName());
        }
        int iterations = Integer.parseInt(parts.group(3));
        if (iterations < ScramCredential.ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new LoginException("The server asks for " + iterations + " iterations");
        }
        byte[] salted = Scram.salted(mechanism, password, Scram.bytes(parts.group(2)), iterations);
        String end = "c=" + Scram.base64(Scram.utf8(NO_BINDING)) + ",r=" + parts.group(1);
        byte[] text = Scram.utf8(begin + "," + challenge + "," + end);
        byte[] clientKey = Scram.clientKey(mechanism, salted);
        byte[] proof =
                Scram.xor(clientKey, Scram.hmac(mechanism, Scram.hash(mechanism, clientKey), text));
        expected = Scram.hmac(mechanism, Scram.serverKey(mechanism, salted), text);
        return Scram.utf8(end + ",p=" + Scram.base64(proof));
    }
}
