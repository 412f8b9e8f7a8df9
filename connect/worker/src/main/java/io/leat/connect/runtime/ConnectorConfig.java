package io.leat.connect.runtime;

import io.leat.connect.connector.ConnectRecord;
import io.leat.connect.errors.ConnectException;
import io.leat.connect.storage.Converter;
import io.leat.connect.transforms.Transformation;
import io.leat.connect.transforms.predicates.Predicate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the runtime itself reads from a connector's settings. */
record ConnectorConfig(String name, Map<String, String> settings) {

    static ConnectorConfig of(Map<String, String> settings) {
        String name = settings.get("name");
        if (name == null || name.isBlank()) {
            throw new ConnectException("a connector needs a name: set name=... in its settings.");
        }
        return new ConnectorConfig(name, Map.copyOf(settings));
    }

    String className() {
        String className = settings.get("connector.class");
        if (className == null) {
            throw new ConnectException(
                    "connector " + name + " needs connector.class in its settings.");
        }
        return className;
    }

    int tasksMax() {
        String text = settings.getOrDefault("tasks.max", "1");
        try {
            int tasks = Integer.parseInt(text);
            if (tasks >= 1) {
                return tasks;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers under one.
        }
        throw new ConnectException(
                "connector " + name + ": tasks.max=" + text + " must be a number from 1.");
    }

    /** {@code errors.tolerance}: whether a record that cannot be converted is skipped. */
    boolean toleratesErrors() {
        return "all".equals(settings.get("errors.tolerance"));
    }

    /** The key or value converter: the connector's own, or the worker's. */
    Converter converter(WorkerConfig worker, boolean isKey) {
        String setting =
                isKey ? WorkerConfig.KEY_CONVERTER_CONFIG : WorkerConfig.VALUE_CONVERTER_CONFIG;
        Map<String, String> source = settings;
        String className = settings.get(setting);
        if (className == null) {
            className = worker.getString(setting);
            source = new HashMap<>();
            for (Map.Entry<String, Object> entry : worker.originals().entrySet()) {
                source.put(entry.getKey(), String.valueOf(entry.getValue()));
            }
        }
        Converter converter = Plugins.create(setting, className, Converter.class);
        converter.configure(withPrefix(source, setting + "."), isKey);
        return converter;
    }

    /** The transforms in the order of {@code transforms}. */
    <R extends ConnectRecord<R>> TransformChain<R> transforms() {
        List<TransformChain.Step<R>> steps = new ArrayList<>();
        for (String alias : names("transforms")) {
            String prefix = "transforms." + alias + ".";
            Map<String, String> own = withPrefix(settings, prefix);
            Transformation<R> transform = plugin(prefix + "type", Transformation.class);
            transform.configure(own);
            String predicate = own.get("predicate");
            boolean negate = Boolean.parseBoolean(own.getOrDefault("negate", "false"));
            steps.add(
                    new TransformChain.Step<>(
                            transform, predicate == null ? null : predicate(predicate), negate));
        }
        return new TransformChain<>(steps);
    }

    private <R extends ConnectRecord<R>> Predicate<R> predicate(String alias) {
        if (!names("predicates").contains(alias)) {
            throw new ConnectException(
                    "connector "
                            + name
                            + ": predicate "
                            + alias
                            + " is not listed in predicates=.");
        }
        String prefix = "predicates." + alias + ".";
        Predicate<R> predicate = plugin(prefix + "type", Predicate.class);
        predicate.configure(withPrefix(settings, prefix));
        return predicate;
    }

    @SuppressWarnings("unchecked")
    private <T> T plugin(String setting, Class<?> kind) {
        String className = settings.get(setting);
        if (className == null) {
            throw new ConnectException("connector " + name + " needs the setting " + setting + ".");
        }
        return (T) Plugins.create(setting, className, kind);
    }

    /** Client settings that the connector overrides under {@code prefix}. */
    Map<String, String> overrides(String prefix) {
        return withPrefix(settings, prefix);
    }

    List<String> names(String setting) {
        @Nullable String text = settings.get(setting);
        List<String> names = new ArrayList<>();
        for (String name : text == null ? new String[0] : text.split(",")) {
            if (!name.isBlank()) {
                names.add(name.trim());
            }
        }
        return names;
    }

    private static Map<String, String> withPrefix(Map<String, String> settings, String prefix) {
        Map<String, String> found = new HashMap<>();
        settings.forEach(
                (key, value) -> {
                    if (key.startsWith(prefix)) {
                        found.put(key.substring(prefix.length()), value);
                    }
                });
        return found;
    }
}
