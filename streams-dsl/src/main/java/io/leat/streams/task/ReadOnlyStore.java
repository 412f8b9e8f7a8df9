package io.leat.streams.task;

import io.leat.streams.processor.StateStore;
import io.leat.streams.state.spi.CommittedStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;

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
        return (StateStore)
                Proxy.newProxyInstance(
                        ReadOnlyStore.class.getClassLoader(),
                        interfaces(store.getClass()).toArray(Class<?>[]::new),
                        new ReadOnlyStore(store, own.committed()));
    }

    private static Set<Class<?>> interfaces(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> one : at.getInterfaces()) {
                if (StateStore.class.isAssignableFrom(one)) {
                    found.add(one);
                }
            }
        }
        return found;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        try {
            if (method.getDeclaringClass().isInstance(committed)) {
                return method.invoke(committed, arguments);
            }
            switch (method.getName()) {
                case "name", "isOpen", "persistent", "hashCode", "equals", "toString":
                    return method.invoke(store, arguments);
                default:
                    throw new UnsupportedOperationException(
                            "Global store " + store.name() + " is read only");
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
