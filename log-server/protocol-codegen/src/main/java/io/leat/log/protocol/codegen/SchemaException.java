package io.leat.log.protocol.codegen;

/** A schema that cannot be understood; the message names the file and line. */
final class SchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SchemaException(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
