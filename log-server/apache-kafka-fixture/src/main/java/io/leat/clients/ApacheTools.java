package io.leat.clients;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * The administrator's tools of Apache Kafka, in this process, in a class loader with their jars. A
 * test's thread uses it.
 */
public final class ApacheTools implements AutoCloseable {

    private final URLClassLoader loader;
    private OptionalInt ended = OptionalInt.empty();

    /** What a tool did. */
    public record Run(int code, String output, String errors) {
        @Override
        public String toString() {
            return "exit code " + code + "\n" + output + "\n" + errors;
        }
    }

    public ApacheTools() throws IOException {
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
    public Run run(String tool, String... arguments) throws Exception {
        return run(tool, "mainNoExit", arguments);
    }

    /** Runs a tool that ends the process unless all went well. */
    public String main(String tool, String... arguments) throws Exception {
        return run(tool, "main", arguments).output();
    }

    /** As above, for what may end it: its exit code stands in for the end. */
    public Run tryMain(String tool, String... arguments) throws Exception {
        Class<?> exit = loader.loadClass("org.apache.kafka.common.utils.Exit");
        Class<?> procedure = loader.loadClass(exit.getName() + "$Procedure");
        Object ends =
                Proxy.newProxyInstance(
                        loader,
                        new Class<?>[] {procedure},
                        (proxy, method, told) -> {
                            if (ended.isEmpty()) { // a tool may take this end for a failure
                                ended = OptionalInt.of((Integer) told[0]);
                            }
                            throw new IllegalStateException("exit code " + told[0]);
                        });
        exit.getMethod("setExitProcedure", procedure).invoke(null, ends);
        ended = OptionalInt.empty();
        try {
            Run run = run(tool, "main", arguments);
            return new Run(ended.orElse(run.code()), run.output(), run.errors());
        } finally {
            exit.getMethod("resetExitProcedure").invoke(null);
        }
    }

    /** Runs a tool in a process of its own: some print their last lines when that ends. */
    public Run alone(String tool, String... arguments) throws Exception {
        String tools = System.getProperty("leat.kafka.tools") + "/*";
        return process(tools, "org.apache.kafka.tools." + tool, arguments);
    }

    /** Runs the main method of a class of the broker, which this process has on its class path. */
    public Run ofBroker(String type, String... arguments) throws Exception {
        return process(System.getProperty("java.class.path"), type, arguments);
    }

    private static Run process(String classPath, String type, String... arguments)
            throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                type));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile("apache", "out");
        Path err = Files.createTempFile("apache", "err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("CLASSPATH", classPath);
        Process process = builder.start();
        try {
            int code = process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
            return new Run(code, Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(out);
            Files.delete(err);
        }
    }

    private Run run(String tool, String method, String... arguments) throws Exception {
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
            return new Run(
                    code(main, arguments),
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }

    private int code(Method main, String[] arguments) throws Exception {
        try {
            return main.invoke(null, (Object) arguments) instanceof Integer number ? number : 0;
        } catch (InvocationTargetException e) {
            if (ended.isPresent()) {
                return ended.getAsInt();
            }
            if (e.getCause() instanceof RuntimeException) {
                System.err.println(e.getCause()); // as a JVM does, which ends with 1
                return 1;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
