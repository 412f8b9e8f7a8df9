package io.leat.streams.task;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;

/** Stand-ins for objects behind their public interfaces. Stateless. */
final class Interfaces {

    private Interfaces() {}

    /** Something with the public interfaces of {@code inner}, whose calls {@code handler} gets. */
    static Object proxy(Object inner, InvocationHandler handler) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> at = inner.getClass(); at != null; at = at.getSuperclass()) {
            collect(at, found);
        }
        return Proxy.newProxyInstance(
                Interfaces.class.getClassLoader(), found.toArray(Class<?>[]::new), handler);
    }

    private static void collect(Class<?> type, Set<Class<?>> found) {
        for (Class<?> one : type.getInterfaces()) {
            if (Modifier.isPublic(one.getModifiers())) {
                found.add(one);
            }
            collect(one, found);
        }
    }

    /** The same call on {@code inner}, with its exceptions. */
    static Object call(Object inner, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
