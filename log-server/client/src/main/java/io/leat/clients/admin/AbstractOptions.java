package io.leat.clients.admin;

/** Options that every call of {@link Admin} takes. */
@SuppressWarnings("rawtypes")
public abstract class AbstractOptions<T extends AbstractOptions> {

    protected Integer timeoutMs;

    /** How long the call may take; null means default.api.timeout.ms. */
    @SuppressWarnings("unchecked")
    public T timeoutMs(Integer timeoutMs) {
        this.timeoutMs = timeoutMs;
        return (T) this;
    }

    public Integer timeoutMs() {
        return timeoutMs;
    }
}
