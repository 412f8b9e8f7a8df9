package io.leat.log.security;

import io.leat.log.runtime.Entropy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM (RFC 5802) without channel binding, for one login.
 *
 * <pre>
 *   FIRST --n,,n=user,r=nonce--> FINAL --c=,r=,p=--> END
 * </pre>
 *
 * An unknown user gets a salt like any other and fails at the end, so that nobody learns who there
 * is.
 */
public final class ScramServer implements SaslServer {

    private static final Pattern FIRST =
            Pattern.compile("n,(?:a=([^,]*))?,(n=([^,]+),r=([\\x21-\\x2b\\x2d-\\x7e]+))((?:,.*)?)");
    // No group is repeated in these: that takes stack for each time, and clients say how often.
    private static final Pattern FINAL =
            Pattern.compile("(c=([^,]+),r=([^,]+)(?:,.*)?),p=([^,]+)", Pattern.DOTALL);
    private static final int NONCE_BYTES = 24;

    private final Mechanism mechanism;
    private final Function<String, @Nullable ScramCredential> credentials;
    private final Entropy entropy;
    private final byte[] salting;
    private State state = State.FIRST;
    private String user = "";
    private String nonce = "";
    private String said = "";
    private @Nullable ScramCredential credential;

    private enum State {
        FIRST,
        FINAL,
        END
    }

    /**
     * @param salting a secret of this server from which the salts of unknown users come
     */
    public ScramServer(
            Mechanism mechanism,
            Function<String, @Nullable ScramCredential> credentials,
            Entropy entropy,
            byte[] salting) {
        this.mechanism = mechanism;
        this.credentials = credentials;
        this.entropy = entropy;
        this.salting = salting;
    }

    @Override
    public Step next(byte[] token) {
        String message = new String(token, StandardCharsets.UTF_8);
        try {
            return switch (state) {
                case FIRST -> first(message);
                case FINAL -> last(message);
                case END -> refused();
            };
        } catch (IllegalArgumentException e) {
            return refused();
        }
    }

    private Step.Refused refused() {
        state = State.END;
        return new Step.Refused(
                "Authentication failed during authentication due to invalid credentials with SASL"
                        + " mechanism "
                        + mechanism.wireName());
    }

    private Step first(String message) {
        Matcher parts = FIRST.matcher(message);
        if (!parts.matches()) {
            return refused();
        }
        user = name(parts.group(3));
        String other = parts.group(1);
        if (other != null && !other.isEmpty() && !name(other).equals(user)) {
            return refused(); // to act for somebody else (CVE-2017-12610)
        }
        byte[] random = new byte[NONCE_BYTES];
        entropy.nextBytes(random);
        nonce = parts.group(4) + Scram.base64(random);
        ScramCredential known = credentials.apply(user);
        credential = known;
        byte[] salt = known != null ? known.salt() : saltOfNobody();
        int iterations = known != null ? known.iterations() : ScramCredential.ITERATIONS_MIN;
        String challenge = "r=" + nonce + ",s=" + Scram.base64(salt) + ",i=" + iterations;
        said = parts.group(2) + parts.group(5) + "," + challenge;
        state = State.FINAL;
        return new Step.Challenge(Scram.utf8(challenge));
    }

    private byte[] saltOfNobody() {
        return Arrays.copyOf(Scram.hmac(mechanism, salting, Scram.utf8(user)), NONCE_BYTES);
    }

    private Step last(String message) {
        state = State.END;
        Matcher parts = FINAL.matcher(message);
        if (!parts.matches()) {
            return refused();
        }
        byte[] proof = Scram.bytes(parts.group(4));
        String binding = new String(Scram.bytes(parts.group(2)), StandardCharsets.UTF_8);
        boolean ours = Scram.same(Scram.utf8(nonce), Scram.utf8(parts.group(3)));
        if (!ours || !binding.startsWith("n,") || proof.length != Scram.bytes(mechanism)) {
            return refused(); // the nonce has to be the one we gave (CVE-2024-56128)
        }
        byte[] text = Scram.utf8(said + "," + parts.group(1));
        ScramCredential known = credential;
        byte[] stored = known != null ? known.storedKey() : salting;
        byte[] signature = Scram.hmac(mechanism, stored, text);
        byte[] key = Scram.hash(mechanism, Scram.xor(proof, signature));
        if (!Scram.same(key, stored) || known == null) {
            return refused();
        }
        String verifier = "v=" + Scram.base64(Scram.hmac(mechanism, known.serverKey(), text));
        return new Step.Accepted(Scram.utf8(verifier), user, null);
    }

    private static final Map<String, String> ESCAPES = Map.of("=2C", ",", "=3D", "=");
    private static final Pattern ESCAPE = Pattern.compile("=..?|=$");

    /** A user name as it is, without the escapes of the message. */
    private static String name(String escaped) {
        return ESCAPE.matcher(escaped)
                .replaceAll(
                        found -> {
                            String plain = ESCAPES.get(found.group());
                            if (plain == null) {
                                throw new IllegalArgumentException("no escape: " + found.group());
                            }
                            return plain;
                        });
    }
}
