package io.leat.common.errors;

/** The resource does not exist. */
public class ResourceNotFoundException extends ApiException {

    private static final long serialVersionUID = 1L;

    private final String resource;

    public ResourceNotFoundException(String message) {
        this(null, message);
    }

    public ResourceNotFoundException(String message, Throwable cause) {
        this(null, message, cause);
    }

    public ResourceNotFoundException(String resource, String message) {
        super(message);
        this.resource = resource;
    }

    public ResourceNotFoundException(String resource, String message, Throwable cause) {
        super(message, cause);
        this.resource = resource;
    }

    /** The resource, or null when the server did not name it. */
    public String resource() {
        return resource;
    }
}
