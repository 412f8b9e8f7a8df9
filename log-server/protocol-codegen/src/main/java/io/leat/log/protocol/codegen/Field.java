package io.leat.log.protocol.codegen;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One field of a structure.
 *
 * @param versions where the field exists
 * @param nullable where it may be null
 * @param tag its number, if it is one of the tagged fields
 * @param fallback the default in the schema, or null
 * @param ignorable whether versions without the field silently drop its value
 * @param line where the schema declares it
 */
record Field(
        String name,
        Type type,
        VersionRange versions,
        VersionRange nullable,
        OptionalInt tag,
        @Nullable String fallback,
        boolean ignorable,
        String comment,
        int line) {

    boolean tagged() {
        return tag.isPresent();
    }

    boolean everNull() {
        return !nullable.isEmpty();
    }
}
