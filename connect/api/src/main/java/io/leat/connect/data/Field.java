package io.leat.connect.data;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A field of a struct: its name, its place and its type. */
public class Field {

    private final String name;
    private final int index;
    private final Schema schema;

    public Field(String name, int index, Schema schema) {
        this.name = name;
        this.index = index;
        this.schema = schema;
    }

    public String name() {
        return name;
    }

    public int index() {
        return index;
    }

    public Schema schema() {
        return schema;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Field that
                && index == that.index
                && name.equals(that.name)
                && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, index, schema);
    }

    @Override
    public String toString() {
        return "Field{name=" + name + ", index=" + index + ", schema=" + schema + "}";
    }
}
