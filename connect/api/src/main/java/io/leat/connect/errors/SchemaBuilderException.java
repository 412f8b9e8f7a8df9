package io.leat.connect.errors;

/** A schema is being built that contradicts itself. */
public class SchemaBuilderException extends DataException {

    private static final long serialVersionUID = 1L;

    public SchemaBuilderException(String message) {
        super(message);
    }

    public SchemaBuilderException(String message, Throwable cause) {
        super(message, cause);
    }

    public SchemaBuilderException(Throwable cause) {
        super(cause);
    }
}
