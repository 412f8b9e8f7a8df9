package io.leat.connect.errors;

/** A value cannot be projected from one schema to another. */
public class SchemaProjectorException extends DataException {

    private static final long serialVersionUID = 1L;

    public SchemaProjectorException(String s) {
        super(s);
    }

    public SchemaProjectorException(String s, Throwable throwable) {
        super(s, throwable);
    }

    public SchemaProjectorException(Throwable throwable) {
        super(throwable);
    }
}
