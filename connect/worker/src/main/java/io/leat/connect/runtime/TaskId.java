package io.leat.connect.runtime;

/** Names a task of a connector. */
public record TaskId(String connector, int task) {

    @Override
    public String toString() {
        return connector + "-" + task;
    }
}
