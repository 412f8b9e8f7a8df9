package io.leat.log.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The administrator's tools of Apache Kafka, in this process, in a class loader with their jars. A
 * test's thread uses it.
 */
final class ApacheTools implements AutoCloseable {

    private final URLClassLoader loader;

    ApacheTools() throws IOException {
        List<URL> jars = new ArrayList<>();
        Path folder = Path.of(System.getProperty("leat.kafka.tools"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path jar : files) {
                jars.add(jar.toUri().toURL());
            }
        }
        loader =
                new URLClassLoader(
                        "kafka-tools",
                        jars.toArray(new URL[0]),
                        ClassLoader.getPlatformClassLoader());
    }

    /** Runs a tool that says how it ended; returns what it printed, with that. */
    Tools.Run run(String tool, String... arguments) throws Exception {
        return run(tool, "mainNoExit", arguments);
    }

    /** Runs a tool that ends the process unless all went well. */
    String main(String tool, String... arguments) throws Exception {
        return run(tool, "main", arguments).output();
    }

    private Tools.Run run(String tool, String method, String... arguments) throws Exception {
        Class<?> type = loader.loadClass("org.apache.kafka.tools." + tool);
        Method main = type.getDeclaredMethod(method, String[].class);
        main.setAccessible(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            Thread.currentThread().setContextClassLoader(loader);
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            Object code = main.invoke(null, (Object) arguments);
            return new Tools.Run(
                    code instanceof Integer number ? number : 0,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
