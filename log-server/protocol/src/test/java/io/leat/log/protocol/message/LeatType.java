package io.leat.log.protocol.message;

import io.leat.log.protocol.Message;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** One generated message, driven by reflection. */
record LeatType(Class<?> type, Versions versions, Function<Reader, Message> read) {

    /** All messages there are, by name. */
    static List<LeatType> all() {
        try {
            Path folder =
                    Path.of(ApiMessages.class.getResource("ApiMessages.class").toURI()).getParent();
            try (Stream<Path> files = Files.list(folder)) {
                return files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class") && !name.contains("$"))
                        .map(name -> name.substring(0, name.length() - ".class".length()))
                        .sorted()
                        .map(LeatType::named)
                        .filter(type -> Message.class.isAssignableFrom(type))
                        .map(LeatType::of)
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> named(String simpleName) {
        try {
            return Class.forName(LeatType.class.getPackageName() + "." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static LeatType of(Class<?> type) {
        try {
            Versions versions = (Versions) type.getField("VERSIONS").get(null);
            var read = type.getMethod("read", Reader.class);
            return new LeatType(type, versions, in -> (Message) call(read, in));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Object call(java.lang.reflect.Method method, Object argument) {
        try {
            return method.invoke(null, argument);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    String name() {
        return type.getSimpleName();
    }

    /** Reads a whole message and checks that nothing is left. */
    Message read(ByteBuffer bytes, int version) {
        Reader in = versions.reader(bytes.duplicate(), version);
        Message message = read.apply(in);
        in.end();
        return message;
    }

    ByteBuffer write(Message message, int version) {
        var out = versions.writer(version);
        message.write(out);
        return out.toBuffer();
    }

    /** The message in which each field has the default of the schema. */
    Message empty() {
        try {
            return rebuilt(type.getMethod("builder").invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A copy by way of the builder. */
    Message copy(Message message) {
        try {
            return rebuilt(type.getMethod("toBuilder").invoke(message));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Message rebuilt(Object builder) throws ReflectiveOperationException {
        return (Message) builder.getClass().getMethod("build").invoke(builder);
    }
}
