package io.leat.common.quota;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which entities are meant. Immutable. */
public class ClientQuotaFilter {

    private final Collection<ClientQuotaFilterComponent> components;
    private final boolean strict;

    private ClientQuotaFilter(Collection<ClientQuotaFilterComponent> components, boolean strict) {
        this.components = components;
        this.strict = strict;
    }

    /** Those that fit all components, whatever else they have. */
    public static ClientQuotaFilter contains(Collection<ClientQuotaFilterComponent> components) {
        return new ClientQuotaFilter(components, false);
    }

    /** Those that fit all components and have no other types. */
    public static ClientQuotaFilter containsOnly(
            Collection<ClientQuotaFilterComponent> components) {
        return new ClientQuotaFilter(components, true);
    }

    /** All of them. */
    public static ClientQuotaFilter all() {
        return new ClientQuotaFilter(List.of(), false);
    }

    public Collection<ClientQuotaFilterComponent> components() {
        return components;
    }

    public boolean strict() {
        return strict;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClientQuotaFilter filter
                && filter.components.equals(components)
                && filter.strict == strict;
    }

    @Override
    public int hashCode() {
        return Objects.hash(components, strict);
    }

    @Override
    public String toString() {
        return "ClientQuotaFilter(components=" + components + ", strict=" + strict + ")";
    }
}
