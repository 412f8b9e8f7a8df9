package io.leat.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares our public types with those of Apache Kafka's connect jars, member by member. */
class PublicApiTest {

    /** What a connector author does not meet, or what only a cluster of workers has. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "connect.health.",
                    "connect.rest.",
                    "connect.connector.policy.",
                    "connect.json.JsonSchema",
                    "connect.transforms.util.",
                    "connect.transforms.field.",
                    // How their converters and transforms are made, not how they are used.
                    "connect.data.Values$",
                    "connect.data.Values: ",
                    "java.lang.String OVERVIEW_DOC",
                    "_FIELD",
                    "_CONFIG",
                    "ConfigDef CONFIG_DEF",
                    "connect.transforms.InsertHeader: java.lang.String",
                    " newRecord(io.leat.connect.connector.ConnectRecord, ",
                    " operatingSchema(",
                    " operatingValue(",
                    "Field: new()",
                    "Cast: ",
                    "TimestampConverter: ",
                    "Flatten: ",
                    "HeaderFrom: ",
                    "SetSchemaMetadata: ",
                    "PluginMetrics pluginMetrics()");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.connect.source.SourceTask",
                "org.apache.kafka.connect.json.JsonConverter",
                "org.apache.kafka.connect.transforms.Filter"
            })
    void shouldHaveEveryPublicMemberOfTheJarWith(String sample) throws Exception {
        Set<String> missing = new TreeSet<>();
        for (Class<?> theirs : publicClasses(sample)) {
            compare(theirs, missing);
        }
        missing.removeIf(member -> LEFT_OUT.stream().anyMatch(member::contains));
        assertEquals("", String.join("\n", missing));
    }

    private static List<Class<?>> publicClasses(String sample) throws Exception {
        Path jar =
                Path.of(
                        Class.forName(sample)
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        List<Class<?>> classes = new ArrayList<>();
        for (String name : classNames(jar)) {
            Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
            if (isVisible(type.getModifiers()) && !type.isAnonymousClass()) {
                classes.add(type);
            }
        }
        return classes;
    }

    private static List<String> classNames(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("org/apache/") && name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .toList();
        }
    }

    private static void compare(Class<?> theirs, Set<String> missing) {
        Class<?> ours;
        try {
            ours = Class.forName(ourName(theirs.getName()), false, theirs.getClassLoader());
        } catch (ClassNotFoundException e) {
            missing.add("class " + ourName(theirs.getName()));
            return;
        }
        Set<String> have = members(ours);
        for (String member : declaredMembers(theirs)) {
            if (!have.contains(member)) {
                missing.add(ours.getName() + ": " + member);
            }
        }
    }

    /** All that callers and subclasses of {@code type} see, inherited members included. */
    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            members.addAll(declaredMembers(at));
        }
        for (Method method : type.getMethods()) {
            members.add(describe(method));
        }
        return members;
    }

    private static Set<String> declaredMembers(Class<?> type) {
        Set<String> members = new TreeSet<>();
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
                members.add(describe(method));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers()) && !constructor.isSynthetic()) {
                members.add("new(" + parameters(constructor) + ")");
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
                members.add(ourName(field.getType().getName()) + " " + field.getName());
            }
        }
        return members;
    }

    private static String describe(Method method) {
        return (Modifier.isStatic(method.getModifiers()) ? "static " : "")
                + ourName(method.getReturnType().getName())
                + " "
                + method.getName()
                + "("
                + parameters(method)
                + ")";
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getParameterTypes())
                .map(type -> ourName(type.getName()))
                .collect(Collectors.joining(", "));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String ourName(String name) {
        return name.replace("org.apache.kafka.", "io.leat.");
    }
}
