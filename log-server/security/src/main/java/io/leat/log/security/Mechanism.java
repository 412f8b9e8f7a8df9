package io.leat.log.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The SASL mechanisms. A closed list: no setting names a class. */
public enum Mechanism {
    PLAIN("PLAIN", "PlainLoginModule", (byte) 0),
    SCRAM_SHA_256("SCRAM-SHA-256", "ScramLoginModule", (byte) 1),
    SCRAM_SHA_512("SCRAM-SHA-512", "ScramLoginModule", (byte) 2),
    OAUTHBEARER("OAUTHBEARER", "OAuthBearerLoginModule", (byte) 0);

    private final String wireName;
    private final String loginModule;
    private final byte scramCode;

    Mechanism(String wireName, String loginModule, byte scramCode) {
        this.wireName = wireName;
        this.loginModule = loginModule;
        this.scramCode = scramCode;
    }

    /** Its name on the wire and in settings. */
    public String wireName() {
        return wireName;
    }

    /** The name without package of the class that stands for it in a JAAS line. */
    public String loginModule() {
        return loginModule;
    }

    /** Whether it is one of RFC 5802. */
    public boolean isScram() {
        return scramCode > 0;
    }

    /** Its number in SCRAM credentials, 0 for others. */
    public byte scramCode() {
        return scramCode;
    }

    /** How listener settings spell it, as in {@code plain.sasl.jaas.config}. */
    public String settingPrefix() {
        return wireName.toLowerCase(Locale.ROOT) + ".";
    }

    /** The mechanism of this name, or null. */
    public static @Nullable Mechanism find(String wireName) {
        for (Mechanism each : values()) {
            if (each.wireName.equals(wireName)) {
                return each;
            }
        }
        return null;
    }

    /** The SCRAM mechanism of this number, or null. */
    public static @Nullable Mechanism ofScram(byte code) {
        for (Mechanism each : values()) {
            if (each.isScram() && each.scramCode == code) {
                return each;
            }
        }
        return null;
    }

    /** As {@link #find}; throws {@link IllegalArgumentException} if there is none. */
    public static Mechanism of(String wireName) {
        Mechanism found = find(wireName.trim());
        if (found == null) {
            throw new IllegalArgumentException(
                    "'" + wireName + "' is no SASL mechanism that is served: use " + names());
        }
        return found;
    }

    private static String names() {
        return Arrays.stream(values()).map(Mechanism::wireName).collect(Collectors.joining(", "));
    }
}
