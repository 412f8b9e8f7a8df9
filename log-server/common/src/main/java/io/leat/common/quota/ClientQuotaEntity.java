package io.leat.common.quota;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whom quotas are for: a user, a client id, both together, or an address. Immutable. */
public class ClientQuotaEntity {

    public static final String USER = "user";
    public static final String CLIENT_ID = "client-id";
    public static final String IP = "ip";

    private final Map<String, @Nullable String> entries;

    /**
     * @param entries names by type; null stands for all that have no quota of their own
     */
    public ClientQuotaEntity(Map<String, @Nullable String> entries) {
        this.entries = new HashMap<>(entries);
    }

    /** Whether there are quotas for {@code entityType}. */
    public static boolean isValidEntityType(String entityType) {
        return USER.equals(entityType) || CLIENT_ID.equals(entityType) || IP.equals(entityType);
    }

    public Map<String, @Nullable String> entries() {
        return entries;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientQuotaEntity entity && entity.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return "ClientQuotaEntity(entries=" + entries + ")";
    }
}
