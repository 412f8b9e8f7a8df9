package io.leat.clients.admin;

import java.util.Collection;

/** What several brokers listed, with the failures of those that did not. Immutable. */
record Listed<T>(Collection<T> found, Collection<Throwable> errors) {

    Collection<T> orThrow() {
        for (Throwable error : errors) {
            throw error instanceof RuntimeException known ? known : new RuntimeException(error);
        }
        return found;
    }
}
