package io.leat.streams;

import io.leat.streams.task.TaskSettings;
import io.leat.streams.topology.Subtopology;
import java.util.List;
import java.util.Properties;

/** What tests in other packages need of a topology and its settings. */
public final class Insides {

    private Insides() {}

    /** All of {@code topology}, as one subtopology. */
    public static Subtopology whole(Topology topology) {
        return topology.graph().whole();
    }

    /** What each task runs. */
    public static List<Subtopology> subtopologies(Topology topology) {
        return topology.graph().subtopologies();
    }

    /** The settings of the application "app", with {@code more}. */
    public static TaskSettings settings(Properties more) {
        Properties settings = new Properties();
        settings.put("application.id", "app");
        settings.put("bootstrap.servers", "nowhere:1");
        settings.putAll(more);
        return new StreamsConfig(settings).taskSettings();
    }
}
