package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.group.assignment.Assignment;
import java.util.function.Consumer;

/**
 * Where it is kept what share groups have delivered, as group coordinators need it. Called, and
 * calls back, on the loop of the group's shard.
 */
public interface SharedStates {

    /** Nothing is kept anywhere. */
    SharedStates NOWHERE =
            new SharedStates() {
                @Override
                public void initialize(
                        String groupId,
                        int stateEpoch,
                        Assignment partitions,
                        Consumer<Begun> done) {
                    done.accept(new Begun(partitions, Begun.NONE_NEWER));
                }

                @Override
                public void delete(
                        String groupId, Assignment partitions, Consumer<Assignment> done) {
                    done.accept(partitions);
                }
            };

    /**
     * Begins with {@code partitions}, at offsets their leaders choose.
     *
     * @param done gets those with which it has begun
     */
    void initialize(String groupId, int stateEpoch, Assignment partitions, Consumer<Begun> done);

    /**
     * With what it has begun.
     *
     * @param newerEpoch the newest epoch of states that were not begun anew because they are newer
     *     than the group: those of a group of the same name, which was deleted while they could not
     *     be; {@link #NONE_NEWER} if there are none
     */
    record Begun(Assignment partitions, int newerEpoch) {

        public static final int NONE_NEWER = -1;
    }

    /**
     * Forgets {@code partitions}.
     *
     * @param done gets those that are forgotten
     */
    void delete(String groupId, Assignment partitions, Consumer<Assignment> done);
}
