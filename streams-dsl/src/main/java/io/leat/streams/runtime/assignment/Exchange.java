package io.leat.streams.runtime.assignment;

import io.leat.streams.processor.TaskId;
import java.util.Map;
import java.util.Set;

/**
 * Lets instances exchange tasks, so that each has as many as before, for reasons of its own. Called
 * by the thread of the leader.
 */
public interface Exchange {

    /** Exchanges nothing. */
    Exchange NONE =
            new Exchange() {
                @Override
                public void active(Map<String, Set<TaskId>> active) {}

                @Override
                public void standby(
                        Map<String, Set<TaskId>> others, Map<String, Set<TaskId>> standby) {}
            };

    /**
     * Before anything moves.
     *
     * @param active the tasks that each process is to run; changed in place
     */
    void active(Map<String, Set<TaskId>> active);

    /**
     * After that.
     *
     * @param others the tasks of which each process has the stores anyway
     * @param standby the tasks whose stores it is to keep warm; changed in place
     */
    void standby(Map<String, Set<TaskId>> others, Map<String, Set<TaskId>> standby);
}
