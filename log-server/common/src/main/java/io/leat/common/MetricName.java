package io.leat.common;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names a metric: name, group and tags identify it, the description is for people. */
public final class MetricName {

    private final String name;
    private final String group;
    private final String description;
    private final Map<String, String> tags;

    public MetricName(String name, String group, String description, Map<String, String> tags) {
        this.name = Objects.requireNonNull(name, "name");
        this.group = Objects.requireNonNull(group, "group");
        this.description = Objects.requireNonNull(description, "description");
        this.tags = Objects.requireNonNull(tags, "tags");
    }

    public String name() {
        return name;
    }

    public String group() {
        return group;
    }

    public Map<String, String> tags() {
        return tags;
    }

    public String description() {
        return description;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, group, tags);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof MetricName that
                        && name.equals(that.name)
                        && group.equals(that.group)
                        && tags.equals(that.tags);
    }

    @Override
    public String toString() {
        return "MetricName [name="
                + name
                + ", group="
                + group
                + ", description="
                + description
                + ", tags="
                + tags
                + "]";
    }
}
