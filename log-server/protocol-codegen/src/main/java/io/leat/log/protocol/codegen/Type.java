package io.leat.log.protocol.codegen;

import java.util.Arrays;
import java.util.Locale;

/** The type of a field: a primitive, a structure, or an array of either. */
sealed interface Type {

    /** The type of a record component. */
    String java();

    /** The type as an argument of a generic one. */
    default String boxed() {
        return java();
    }

    /** The method of Reader and Writer that handles one value. */
    String method();

    /** An array; {@code element} is not one itself. */
    record Array(Type element) implements Type {

        @Override
        public String java() {
            return "List<" + element.boxed() + ">";
        }

        @Override
        public String method() {
            return "list";
        }
    }

    /** A structure declared in the same message. */
    record Struct(String name) implements Type {

        @Override
        public String java() {
            return name;
        }

        @Override
        public String method() {
            return "struct";
        }
    }

    /** What the protocol knows by itself. */
    enum Primitive implements Type {
        BOOL("boolean", "Boolean", "false"),
        INT8("byte", "Byte", "0"),
        INT16("short", "Short", "0"),
        UINT16("int", "Integer", "0"),
        INT32("int", "Integer", "0"),
        UINT32("long", "Long", "0"),
        INT64("long", "Long", "0"),
        FLOAT64("double", "Double", "0"),
        UUID("Uuid", "Uuid", "Uuid.ZERO"),
        ERROR("ErrorCode", "ErrorCode", "ErrorCode.NONE"),
        STRING("String", "String", "\"\""),
        BYTES("ByteBuffer", "ByteBuffer", "ByteBuffer.allocate(0)"),
        RECORDS("Records", "Records", "Records.EMPTY");

        private final String java;
        private final String boxed;
        private final String zero;

        Primitive(String java, String boxed, String zero) {
            this.java = java;
            this.boxed = boxed;
            this.zero = zero;
        }

        @Override
        public String java() {
            return java;
        }

        @Override
        public String boxed() {
            return boxed;
        }

        @Override
        public String method() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The value of a field whose schema names no default. */
        String zero() {
            return zero;
        }

        /** Whether {@code text} in a schema stands for a value of this type. */
        boolean holds(String text) {
            return switch (this) {
                case BOOL -> text.equals("true") || text.equals("false");
                case STRING -> text.matches("[\\w.-]+");
                case FLOAT64 -> text.matches("-?\\d+(\\.\\d+)?");
                case INT8 -> isIn(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case INT16 -> isIn(text, Short.MIN_VALUE, Short.MAX_VALUE);
                case UINT16 -> isIn(text, 0, 0xffff);
                case INT32 -> isIn(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case UINT32 -> isIn(text, 0, 0xffff_ffffL);
                case INT64 -> isIn(text, Long.MIN_VALUE, Long.MAX_VALUE);
                case UUID, ERROR, BYTES, RECORDS -> false;
            };
        }

        private static boolean isIn(String text, long lowest, long highest) {
            try {
                long value = Long.parseLong(text);
                return lowest <= value && value <= highest;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        /** Whether Java compares values of the type with {@code ==}. */
        boolean comparesByIdentity() {
            return !java.equals(boxed) || this == ERROR;
        }
    }

    /** The type that a schema calls {@code text}. */
    static Type parse(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return new Array(parse(text.substring(1, text.length() - 1)));
        }
        return Arrays.stream(Primitive.values())
                .filter(primitive -> primitive.method().equals(text))
                .map(Type.class::cast)
                .findFirst()
                .orElseGet(() -> new Struct(text));
    }
}
