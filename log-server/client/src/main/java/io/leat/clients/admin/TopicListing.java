package io.leat.clients.admin;

import io.leat.common.Uuid;
import java.util.Objects;

/** A topic in a listing. Immutable. */
public class TopicListing {

    private final String name;
    private final Uuid topicId;
    private final boolean internal;

    public TopicListing(String name, Uuid topicId, boolean internal) {
        this.name = name;
        this.topicId = topicId;
        this.internal = internal;
    }

    public String name() {
        return name;
    }

    public Uuid topicId() {
        return topicId;
    }

    public boolean isInternal() {
        return internal;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicListing that
                && Objects.equals(name, that.name)
                && Objects.equals(topicId, that.topicId)
                && internal == that.internal;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, topicId, internal);
    }

    @Override
    public String toString() {
        return "TopicListing(name="
                + name
                + ", topicId="
                + topicId
                + ", internal="
                + internal
                + ")";
    }
}
