package io.leat.log.security;

import io.leat.log.runtime.BugException;
import io.leat.log.runtime.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The functions of RFC 5802, section 3, on those of the Java runtime. Stateless. */
final class Scram {

    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

    private Scram() {}

    private static String bits(Mechanism mechanism) {
        return mechanism == Mechanism.SCRAM_SHA_512 ? "512" : "256";
    }

    static int bytes(Mechanism mechanism) {
        return mechanism == Mechanism.SCRAM_SHA_512 ? 64 : 32;
    }

    static byte[] hash(Mechanism mechanism, byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-" + bits(mechanism)).digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new BugException("the Java runtime has no SHA-2", e);
        }
    }

    static byte[] hmac(Mechanism mechanism, byte[] key, byte[] text) {
        try {
            String algorithm = "HmacSHA" + bits(mechanism);
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new BugException("the Java runtime has no HMAC with SHA-2", e);
        }
    }

    /** {@code Hi}: PBKDF2, which takes as long as there are iterations. */
    static byte[] salted(Mechanism mechanism, Secret password, byte[] salt, int iterations) {
        PBEKeySpec spec =
                new PBEKeySpec(
                        password.text().toCharArray(), salt, iterations, 8 * bytes(mechanism));
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA" + bits(mechanism))
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new BugException("the Java runtime has no PBKDF2 with SHA-2", e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] clientKey(Mechanism mechanism, byte[] saltedPassword) {
        return hmac(mechanism, saltedPassword, CLIENT_KEY);
    }

    static byte[] serverKey(Mechanism mechanism, byte[] saltedPassword) {
        return hmac(mechanism, saltedPassword, SERVER_KEY);
    }

    static byte[] xor(byte[] a, byte[] b) {
        byte[] result = new byte[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = (byte) (a[i] ^ b[i]);
        }
        return result;
    }

    /** Whether both are equal; takes as long if they are not. */
    static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Throws {@link IllegalArgumentException} if it is not base64. */
    static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
