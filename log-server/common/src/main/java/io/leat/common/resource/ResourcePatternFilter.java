package io.leat.common.resource;

import org.jspecify.annotations.Nullable;

/** Which {@link ResourcePattern}s are meant. A name that is null is any. Immutable. */
public record ResourcePatternFilter(
        ResourceType resourceType, @Nullable String name, PatternType patternType) {

    /** All of them. */
    public static final ResourcePatternFilter ANY =
            new ResourcePatternFilter(ResourceType.ANY, null, PatternType.ANY);

    /** Whether {@code pattern} is meant. */
    public boolean matches(ResourcePattern pattern) {
        if (resourceType != ResourceType.ANY && resourceType != pattern.resourceType()) {
            return false;
        }
        boolean any = patternType == PatternType.ANY || patternType == PatternType.MATCH;
        if (!any && patternType != pattern.patternType()) {
            return false;
        }
        if (name == null || name.equals(pattern.name())) {
            return true;
        }
        if (patternType != PatternType.MATCH) {
            return false;
        }
        return pattern.patternType() == PatternType.PREFIXED
                ? name.startsWith(pattern.name())
                : pattern.name().equals(ResourcePattern.WILDCARD_RESOURCE);
    }

    public boolean isUnknown() {
        return resourceType.isUnknown() || patternType.isUnknown();
    }

    @Override
    public String toString() {
        return "ResourcePattern(resourceType="
                + resourceType
                + ", name="
                + (name == null ? "<any>" : name)
                + ", patternType="
                + patternType
                + ")";
    }
}
