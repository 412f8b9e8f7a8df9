package io.leat.streams.kstream;

import io.leat.streams.errors.TopologyException;
import java.util.Objects;

/** The name of an operator. Names keep internal topics stable when a topology changes. */
public class Named implements NamedOperation<Named> {

    private static final int MAX_LENGTH = 249;

    protected String name;

    protected Named(String name) {
        this.name = Objects.requireNonNull(name, "name can't be null");
        validate(name);
    }

    public static Named as(String name) {
        return new Named(name);
    }

    @Override
    public Named withName(String name) {
        return new Named(name);
    }

    protected static void validate(String name) {
        if (name.isEmpty()) {
            throw new TopologyException("A name cannot be empty.");
        }
        if (name.equals(".") || name.equals("..")) {
            throw new TopologyException("A name cannot be \".\" or \"..\".");
        }
        if (name.length() > MAX_LENGTH) {
            throw new TopologyException(
                    "The name " + name + " is longer than " + MAX_LENGTH + " characters.");
        }
        if (!name.matches("[a-zA-Z0-9._-]+")) {
            throw new TopologyException(
                    "The name "
                            + name
                            + " may hold only ASCII letters and digits, '.', '_' and '-'.");
        }
    }
}
