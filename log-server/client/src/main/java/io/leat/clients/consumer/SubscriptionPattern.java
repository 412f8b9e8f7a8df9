package io.leat.clients.consumer;

import java.util.Objects;

/** A topic pattern in the RE2/J syntax, which the broker evaluates (KIP-848). Immutable. */
public class SubscriptionPattern {

    private final String pattern;

    public SubscriptionPattern(String pattern) {
        this.pattern = Objects.requireNonNull(pattern, "pattern is null");
    }

    public String pattern() {
        return pattern;
    }

    @Override
    public String toString() {
        return pattern;
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubscriptionPattern that && pattern.equals(that.pattern);
    }
}
