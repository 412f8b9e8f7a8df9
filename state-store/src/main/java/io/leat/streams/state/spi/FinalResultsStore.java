package io.leat.streams.state.spi;

/**
 * A store of windows whose results go out once they are closed. It forgets no window whose result
 * has not gone out, and remembers, together with its content, up to when they have.
 */
public interface FinalResultsStore {

    /** Up to when results went out, as of the last commit; -1 when none did. */
    long sentUpTo();

    /**
     * Results of all windows that closed before {@code closeTime} went out.
     *
     * @param keepFrom what is older than that, and older than the retention, may be forgotten
     */
    void sentUpTo(long closeTime, long keepFrom);
}
