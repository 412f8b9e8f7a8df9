package io.leat.log.protocol.codegen;

import io.leat.log.protocol.codegen.Type.Array;
import io.leat.log.protocol.codegen.Type.Primitive;

/** The Java expressions and statements of one field, in a message with {@code versions}. */
final class FieldCode {

    private final Field field;
    private final VersionRange versions;

    FieldCode(Field field, VersionRange versions) {
        this.field = field;
        this.versions = versions;
    }

    String name() {
        return field.name();
    }

    /** The component's type, with its nullness. */
    String type() {
        return (field.everNull() ? "@Nullable " : "") + field.type().java();
    }

    /** The default as an expression. */
    String fallback() {
        String text = field.fallback();
        if (text == null) {
            return zero();
        }
        if (text.equals("null")) {
            return "null";
        }
        if (field.type() instanceof Primitive primitive) {
            return switch (primitive) {
                case STRING -> "\"" + text + "\"";
                case INT64, UINT32 -> text + "L";
                default -> text.equals("-2147483648") ? "Integer.MIN_VALUE" : text;
            };
        }
        throw new IllegalArgumentException(field.name() + " has a default its type cannot have");
    }

    private String zero() {
        if (field.type() instanceof Primitive primitive) {
            return primitive.zero();
        }
        return field.type() instanceof Array ? "List.of()" : structDefault();
    }

    private String structDefault() {
        return field.type().java() + ".builder().build()";
    }

    /** The condition that {@code name} holds the default. */
    String isDefault() {
        String name = field.name();
        String fallback = fallback();
        if (fallback.equals("null")) {
            return name + " == null";
        }
        String filled = field.everNull() ? name + " != null && " : "";
        if (field.type() instanceof Array || fallback.equals("\"\"")) {
            return filled + name + ".isEmpty()";
        }
        if (field.type() == Primitive.BYTES) {
            return filled + "!" + name + ".hasRemaining()";
        }
        if (field.type() == Primitive.BOOL) {
            return fallback.equals("true") ? name : "!" + name;
        }
        if (field.type() instanceof Primitive primitive && primitive.comparesByIdentity()) {
            return name + " == " + fallback;
        }
        return filled + name + ".equals(" + fallback + ")";
    }

    /** The condition that {@code name} holds something else than the default. */
    String isNotDefault() {
        String is = isDefault();
        if (is.contains(" && ")) {
            return "!(" + is + ")";
        }
        if (is.contains(" == ")) {
            return is.replace(" == ", " != ");
        }
        return is.startsWith("!") ? is.substring(1) : "!" + is;
    }

    /** The statement parts that declare a local variable and read it. */
    String[] read() {
        String opening = field.type().java() + " " + name() + " = ";
        String exists = field.versions().condition("in", versions);
        String maybeNull = maybeNull("in");
        boolean nullable = field.everNull();
        if (!maybeNull.isEmpty()) {
            String otherwise = choice(exists, readValue(false));
            return choice(opening, maybeNull, readValue(true), otherwise);
        }
        return exists.isEmpty()
                ? new String[] {opening + readValue(nullable) + ";"}
                : choice(opening, exists, readValue(nullable), fallback());
    }

    private String choice(String condition, String value) {
        return condition.isEmpty() ? value : condition + " ? " + value + " : " + fallback();
    }

    private static String[] choice(String opening, String condition, String yes, String no) {
        return new String[] {opening, condition + " ", "? " + yes + " ", ": " + no + ";"};
    }

    /**
     * The condition that the field exists and may be null; empty if it may be null in no version,
     * or in each one that has it.
     */
    String maybeNull(String cursor) {
        boolean never = !field.everNull();
        boolean always = field.nullable().covers(field.versions().and(versions));
        return never || always ? "" : field.nullable().condition(cursor, versions);
    }

    /** The expression that reads one value. */
    String readValue(boolean nullable) {
        Type type = field.type();
        if (type instanceof Array array) {
            return "in." + (nullable ? "nullableList" : "list") + "(" + reader(array) + ")";
        }
        if (type instanceof Type.Struct struct) {
            return nullable
                    ? "in." + nullableStruct() + "(" + struct.name() + "::read)"
                    : struct.name() + ".read(in)";
        }
        return "in." + method(nullable) + "()";
    }

    private static String reader(Array array) {
        Type element = array.element();
        return element instanceof Primitive primitive
                ? "Reader::" + primitive.method()
                : element.java() + "::read";
    }

    /** The statement that writes one value. */
    String writeValue(boolean nullable) {
        Type type = field.type();
        String value =
                field.everNull() && !nullable
                        ? "out.present(" + name() + ", \"" + name() + "\")"
                        : name();
        if (type instanceof Array array) {
            return writeList(array, value, nullable);
        }
        if (type instanceof Type.Struct struct) {
            return nullable
                    ? "out." + nullableStruct() + "(" + value + ", " + struct.name() + "::write);"
                    : value + ".write(out);";
        }
        return "out." + method(nullable) + "(" + value + ");";
    }

    private static String writeList(Array array, String value, boolean nullable) {
        if (array.element() instanceof Primitive primitive) {
            String method = nullable ? "nullableValues" : "values";
            return "out." + method + "(" + value + ", Writer::" + primitive.method() + ");";
        }
        String method = nullable ? "nullableList" : "list";
        return "out." + method + "(" + value + ", " + array.element().java() + "::write);";
    }

    private String nullableStruct() {
        return field.tagged() ? "nullableInTag" : "nullable";
    }

    private String method(boolean nullable) {
        String method = field.type().method();
        return nullable
                ? "nullable" + Character.toUpperCase(method.charAt(0)) + method.substring(1)
                : method;
    }
}
