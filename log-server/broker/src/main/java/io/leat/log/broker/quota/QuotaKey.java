package io.leat.log.broker.quota;

import io.leat.log.quorum.image.QuotaEntity;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be limited, under the names Kafka has for it. */
public enum QuotaKey {
    PRODUCE("producer_byte_rate", true, true),
    FETCH("consumer_byte_rate", true, true),
    REQUEST("request_percentage", true, false),
    MUTATIONS("controller_mutation_rate", true, false),
    CONNECTIONS("connection_creation_rate", false, true);

    private final String text;
    private final boolean ofClients;
    private final boolean whole;

    QuotaKey(String text, boolean ofClients, boolean whole) {
        this.text = text;
        this.ofClients = ofClients;
        this.whole = whole;
    }

    public String text() {
        return text;
    }

    /** The one of that name that can be set for such entities; null if there is none. */
    static @Nullable QuotaKey of(String text, Set<String> entityTypes) {
        boolean clients = !entityTypes.contains(QuotaEntity.IP);
        for (QuotaKey key : values()) {
            if (key.text.equals(text) && key.ofClients == clients) {
                return key;
            }
        }
        return null;
    }

    /** Whether {@code value} can be its value. */
    boolean allows(double value) {
        boolean fraction = value != Math.rint(value);
        boolean large = this == CONNECTIONS && value > Integer.MAX_VALUE;
        return value > 0 && !Double.isInfinite(value) && !(whole && fraction) && !large;
    }
}
