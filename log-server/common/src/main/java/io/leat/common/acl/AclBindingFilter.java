package io.leat.common.acl;

import io.leat.common.resource.ResourcePatternFilter;

/** Which {@link AclBinding}s are meant. Immutable. */
public record AclBindingFilter(
        ResourcePatternFilter patternFilter, AccessControlEntryFilter entryFilter) {

    /** All of them. */
    public static final AclBindingFilter ANY =
            new AclBindingFilter(ResourcePatternFilter.ANY, AccessControlEntryFilter.ANY);

    /** Whether {@code binding} is meant. */
    public boolean matches(AclBinding binding) {
        return patternFilter.matches(binding.pattern()) && entryFilter.matches(binding.entry());
    }

    public boolean isUnknown() {
        return patternFilter.isUnknown() || entryFilter.isUnknown();
    }
}
