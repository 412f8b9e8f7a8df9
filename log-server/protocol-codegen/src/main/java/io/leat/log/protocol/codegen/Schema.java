package io.leat.log.protocol.codegen;

import java.util.List;

/**
 * One message as its schema declares it.
 *
 * @param id the API key or the record type; -1 for plain data
 * @param flexible the versions in flexible encoding
 * @param structs the structures inside, in order of appearance
 * @param line where it begins in {@code file}
 */
record Schema(
        Kind kind,
        int id,
        String name,
        VersionRange versions,
        VersionRange flexible,
        Struct root,
        List<Struct> structs,
        String file,
        int line,
        String comment) {

    /** What a message is for, and with it the interface its record implements. */
    enum Kind {
        REQUEST("ApiMessage"),
        RESPONSE("ApiMessage"),
        RECORD("LogRecord"),
        KEY("LogRecord"),
        VALUE("LogRecord"),
        DATA("Message");

        private final String supertype;

        Kind(String supertype) {
            this.supertype = supertype;
        }

        String supertype() {
            return supertype;
        }

        boolean api() {
            return this == REQUEST || this == RESPONSE;
        }
    }

    /** The name of the API: that of the message without its last word. */
    String api() {
        String suffix = kind == Kind.REQUEST ? "Request" : "Response";
        return name.substring(0, name.length() - suffix.length());
    }
}
