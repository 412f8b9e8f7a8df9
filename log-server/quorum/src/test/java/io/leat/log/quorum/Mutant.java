package io.leat.log.quorum;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * This module with a defect: the changed source is compiled in memory and loaded, with a copy of
 * all that is in its package, beside the product.
 */
final class Mutant {

    private static final String PACKAGE = "io.leat.log.quorum.";

    private final Map<String, String> sources = new HashMap<>();
    private final Map<String, byte[]> classes = new HashMap<>();

    /** Replaces {@code from}, which has to be there once, by {@code to}. */
    Mutant change(String simpleName, String from, String to) {
        String source = sources.computeIfAbsent(simpleName, Mutant::read);
        String flat = source.replaceAll("\\s+", " ");
        if (flat.split(java.util.regex.Pattern.quote(from), -1).length != 2) {
            throw new AssertionError(simpleName + " does not have once: " + from);
        }
        sources.put(simpleName, flat.replace(from, to));
        return this;
    }

    /** Without comments, so that the lines can be joined. */
    private static String read(String simpleName) {
        Path module = Path.of(System.getProperty("basedir", "quorum"));
        Path file = module.resolve("src/main/java/io/leat/log/quorum/" + simpleName + ".java");
        try {
            return Files.readString(file)
                    .replaceAll("(?s)/\\*.*?\\*/", "")
                    .replaceAll("(?m)(^|\\s)//.*$", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a static method of a test class that knows only the mutant. */
    void call(Class<?> test, String method, Object... arguments) throws Throwable {
        if (classes.isEmpty()) {
            compile();
        }
        for (var declared : new Loader(classes).loadClass(test.getName()).getDeclaredMethods()) {
            if (declared.getName().equals(method) && Modifier.isStatic(declared.getModifiers())) {
                declared.setAccessible(true);
                try {
                    declared.invoke(null, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
                return;
            }
        }
        throw new AssertionError("no method " + method);
    }

    private void compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        JavaFileManager files =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location,
                            String className,
                            JavaFileObject.Kind kind,
                            FileObject sibling) {
                        return location == StandardLocation.CLASS_OUTPUT
                                ? new Output(className, classes)
                                : null;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
        if (!compiler.getTask(null, files, null, options, null, units).call()) {
            throw new AssertionError("the mutant does not compile");
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String simpleName, String text) {
            super(URI.create("string:///io/leat/log/quorum/" + simpleName + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final String className;
        private final Map<String, byte[]> classes;

        Output(String className, Map<String, byte[]> classes) {
            super(URI.create("mem:///" + className.replace('.', '/') + ".class"), Kind.CLASS);
            this.className = className;
            this.classes = classes;
        }

        @Override
        public OutputStream openOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void close() {
                    classes.put(className, toByteArray());
                }
            };
        }
    }

    private static final class Loader extends ClassLoader {
        private final Map<String, byte[]> changed;

        Loader(Map<String, byte[]> changed) {
            super(Mutant.class.getClassLoader());
            this.changed = changed;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            byte[] bytes = changed.get(name);
            String path = name.replace('.', '/') + ".class";
            try (InputStream original = getParent().getResourceAsStream(path)) {
                if (bytes == null && original == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = bytes != null ? bytes : original.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
