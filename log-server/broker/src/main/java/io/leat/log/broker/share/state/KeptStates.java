package io.leat.log.broker.share.state;

import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.share.SharedStates;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The states that share coordinators keep, as group coordinators see them. Owned by one loop. */
public final class KeptStates implements SharedStates {

    private final ShareStates states;

    public KeptStates(ShareStates states) {
        this.states = states;
    }

    @Override
    public void initialize(
            String groupId, int stateEpoch, Assignment partitions, Consumer<Begun> done) {
        int[] newer = {Begun.NONE_NEWER};
        each(
                groupId,
                partitions,
                (key, answered) ->
                        states.initialize(
                                key,
                                stateEpoch,
                                ShareState.UNINITIALIZED,
                                answer -> {
                                    newer[0] = Math.max(newer[0], newerEpoch(answer));
                                    answered.accept(answer);
                                }),
                begun -> done.accept(new Begun(begun, newer[0])));
    }

    /** The epoch of the state that was not begun anew as it is a newer one. */
    public static int newerEpoch(ShareAnswer answer) {
        return answer.error() == ErrorCode.FENCED_STATE_EPOCH && answer.state() != null
                ? answer.state().stateEpoch()
                : Begun.NONE_NEWER;
    }

    @Override
    public void delete(String groupId, Assignment partitions, Consumer<Assignment> done) {
        each(groupId, partitions, states::delete, done);
    }

    private static void each(
            String groupId,
            Assignment partitions,
            BiConsumer<SharePartitionKey, Consumer<ShareAnswer>> ask,
            Consumer<Assignment> done) {
        List<SharePartitionKey> keys = new ArrayList<>();
        partitions
                .topics()
                .forEach(
                        (topic, numbers) ->
                                numbers.forEach(
                                        number ->
                                                keys.add(
                                                        new SharePartitionKey(
                                                                groupId, topic, number))));
        TreeMap<Uuid, SortedSet<Integer>> succeeded = new TreeMap<>();
        int[] missing = {keys.size()};
        for (SharePartitionKey key : keys) {
            ask.accept(
                    key,
                    answer -> {
                        if (answer.error() == ErrorCode.NONE) {
                            succeeded
                                    .computeIfAbsent(key.topicId(), topic -> new TreeSet<>())
                                    .add(key.partition());
                        }
                        if (--missing[0] == 0) {
                            done.accept(new Assignment(succeeded));
                        }
                    });
        }
    }
}
