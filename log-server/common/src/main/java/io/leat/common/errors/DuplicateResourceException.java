package io.leat.common.errors;

/** The request names a resource twice. */
public class DuplicateResourceException extends ApiException {

    private static final long serialVersionUID = 1L;

    private final String resource;

    public DuplicateResourceException(String message) {
        this(null, message);
    }

    public DuplicateResourceException(String message, Throwable cause) {
        this(null, message, cause);
    }

    public DuplicateResourceException(String resource, String message) {
        super(message);
        this.resource = resource;
    }

    public DuplicateResourceException(String resource, String message, Throwable cause) {
        super(message, cause);
        this.resource = resource;
    }

    /** The resource, or null when the server did not name it. */
    public String resource() {
        return resource;
    }
}
