package io.leat.connect.connector;

/** Moves data, on one thread of the worker that runs it. */
public interface Task {

    /** The version of the task's connector. */
    String version();

    /**
     * Prepares for work; {@code props} is one of the maps that the connector made for its tasks.
     */
    void start(java.util.Map<String, String> props);

    /** Ends the work and gives resources back. */
    void stop();
}
