package io.leat.common.acl;

import io.leat.common.resource.ResourcePattern;
import java.util.Objects;

/** An access control entry and what it is about. Immutable. */
public record AclBinding(ResourcePattern pattern, AccessControlEntry entry) {

    public AclBinding {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(entry, "entry");
    }

    /** A filter that is met by this alone. */
    public AclBindingFilter toFilter() {
        return new AclBindingFilter(pattern.toFilter(), entry.toFilter());
    }

    public boolean isUnknown() {
        return pattern.isUnknown() || entry.isUnknown();
    }

    @Override
    public String toString() {
        return "(pattern=" + pattern + ", entry=" + entry + ")";
    }
}
