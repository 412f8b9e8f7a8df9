package io.leat.common.quota;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one part of an entity has to be. Immutable. */
public class ClientQuotaFilterComponent {

    private final String entityType;
    private final @Nullable Optional<String> match;

    private ClientQuotaFilterComponent(String entityType, @Nullable Optional<String> match) {
        this.entityType = entityType;
        this.match = match;
    }

    /** The entity of that name. */
    public static ClientQuotaFilterComponent ofEntity(String entityType, String entityName) {
        return new ClientQuotaFilterComponent(entityType, Optional.of(entityName));
    }

    /** The one that stands for all without a quota of their own. */
    public static ClientQuotaFilterComponent ofDefaultEntity(String entityType) {
        return new ClientQuotaFilterComponent(entityType, Optional.empty());
    }

    /** All of that type, the default too. */
    public static ClientQuotaFilterComponent ofEntityType(String entityType) {
        return new ClientQuotaFilterComponent(entityType, null);
    }

    public String entityType() {
        return entityType;
    }

    /** A name; empty for the default; null for all. */
    public @Nullable Optional<String> match() {
        return match;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientQuotaFilterComponent component
                && component.entityType.equals(entityType)
                && Objects.equals(component.match, match);
    }

    @Override
    public int hashCode() {
        return Objects.hash(entityType, match);
    }

    @Override
    public String toString() {
        return "ClientQuotaFilterComponent(entityType=" + entityType + ", match=" + match + ")";
    }
}
