package io.leat.common.config.types;

import org.jspecify.annotations.Nullable;

/** A secret that does not show itself in logs. */
public class Password {

    public static final String HIDDEN = "[hidden]";

    private final String value;

    public Password(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Password that && value.equals(that.value);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
