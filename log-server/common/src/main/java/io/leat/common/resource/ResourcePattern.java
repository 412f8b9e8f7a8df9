package io.leat.common.resource;

import java.util.Objects;

/** What an access control entry is about: resources of a kind whose names fit. Immutable. */
public record ResourcePattern(ResourceType resourceType, String name, PatternType patternType) {

    /** As a name, all resources of a kind. */
    public static final String WILDCARD_RESOURCE = "*";

    public ResourcePattern {
        Objects.requireNonNull(resourceType, "resourceType");
        Objects.requireNonNull(name, "name");
        if (resourceType == ResourceType.ANY) {
            throw new IllegalArgumentException("resourceType must not be ANY");
        }
        if (patternType == PatternType.MATCH || patternType == PatternType.ANY) {
            throw new IllegalArgumentException("patternType must not be " + patternType);
        }
    }

    /** A filter that is met by this alone. */
    public ResourcePatternFilter toFilter() {
        return new ResourcePatternFilter(resourceType, name, patternType);
    }

    public boolean isUnknown() {
        return resourceType.isUnknown() || patternType.isUnknown();
    }

    @Override
    public String toString() {
        return "ResourcePattern(resourceType="
                + resourceType
                + ", name="
                + name
                + ", patternType="
                + patternType
                + ")";
    }
}
