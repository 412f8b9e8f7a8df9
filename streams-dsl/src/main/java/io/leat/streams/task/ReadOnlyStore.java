package io.leat.streams.task;

import io.leat.streams.processor.StateStore;
import io.leat.streams.state.spi.CommittedStore;
import io.leat.streams.state.spi.HeadersStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/**
 * A global store as processors see it: under the interfaces that it has, reads see what is
 * committed, and writes fail. Safe for several threads.
 */
final class ReadOnlyStore implements InvocationHandler {

    private final StateStore store;
    private final Object committed;

    private ReadOnlyStore(StateStore store, Object committed) {
        this.store = store;
        this.committed = committed;
    }

    /** A store of a kind that Leat does not know is handed out as it is. */
    static StateStore of(StateStore store) {
        if (!(store instanceof CommittedStore<?> own)) {
            return store;
        }
        return (StateStore) Interfaces.proxy(store, new ReadOnlyStore(store, own.committed()));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass().isInstance(committed)) {
            return Interfaces.call(committed, method, arguments);
        }
        if (store instanceof HeadersStore kept
                && method.getDeclaringClass() == HeadersStore.class) {
            return of(kept.withoutHeaders());
        }
        switch (method.getName()) {
            case "name", "isOpen", "persistent", "hashCode", "equals", "toString":
                return Interfaces.call(store, method, arguments);
            default:
                throw new UnsupportedOperationException(
                        "Global store " + store.name() + " is read only");
        }
    }
}
