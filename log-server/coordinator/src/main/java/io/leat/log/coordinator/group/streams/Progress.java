package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.assignment.MemberState;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentValue;
import io.leat.log.protocol.message.StreamsGroupCurrentMemberAssignmentValue.TaskIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a member has, on the way to its target. Immutable.
 *
 * @param epoch the member epoch: the assignment epoch it has reached
 * @param previousEpoch the one before, for whom an answer was lost
 * @param assigned what it may do
 * @param revoking what it must give up and has not said that it did
 * @param since at which epoch it got each active task of both
 */
record Progress(
        int epoch,
        int previousEpoch,
        MemberState state,
        Tasks assigned,
        Tasks revoking,
        SortedMap<TaskId, Integer> since) {

    private static final int FIRST_STATE = 1;

    /** Of a member that has just joined. */
    static final Progress NEW =
            new Progress(
                    0, 0, MemberState.STABLE, Tasks.NONE, Tasks.NONE, Collections.emptySortedMap());

    /** Of a member that leaves with this record and the next. */
    static final Progress GONE =
            new Progress(
                    -1,
                    -1,
                    MemberState.STABLE,
                    Tasks.NONE,
                    Tasks.NONE,
                    Collections.emptySortedMap());

    Progress {
        since = Collections.unmodifiableSortedMap(since);
    }

    static Progress of(StreamsGroupCurrentMemberAssignmentValue saved) {
        SortedMap<TaskId, Integer> since = new TreeMap<>();
        addEpochs(saved.activeTasks(), saved.memberEpoch(), since);
        addEpochs(saved.activeTasksPendingRevocation(), saved.memberEpoch(), since);
        return new Progress(
                saved.memberEpoch(),
                saved.previousMemberEpoch(),
                MemberState.of(saved.state(), FIRST_STATE),
                new Tasks(
                        read(saved.activeTasks()),
                        read(saved.standbyTasks()),
                        read(saved.warmupTasks())),
                new Tasks(
                        read(saved.activeTasksPendingRevocation()),
                        read(saved.standbyTasksPendingRevocation()),
                        read(saved.warmupTasksPendingRevocation())),
                since);
    }

    private static SortedSet<TaskId> read(List<TaskIds> saved) {
        return TaskId.read(saved, TaskIds::subtopologyId, TaskIds::partitions);
    }

    /** Before epochs were saved with tasks, the member's epoch stands for them. */
    private static void addEpochs(
            List<TaskIds> saved, int memberEpoch, Map<TaskId, Integer> since) {
        for (TaskIds each : saved) {
            List<Integer> epochs = each.assignmentEpochs();
            boolean known = epochs != null && epochs.size() == each.partitions().size();
            for (int i = 0; i < each.partitions().size(); i++) {
                int epoch = known && epochs != null ? epochs.get(i) : Math.max(memberEpoch, 0);
                since.put(new TaskId(each.subtopologyId(), each.partitions().get(i)), epoch);
            }
        }
    }

    StreamsGroupCurrentMemberAssignmentValue saved() {
        return StreamsGroupCurrentMemberAssignmentValue.builder()
                .memberEpoch(epoch)
                .previousMemberEpoch(previousEpoch)
                .state(state.code(FIRST_STATE))
                .activeTasks(withEpochs(assigned.active()))
                .standbyTasks(write(assigned.standby()))
                .warmupTasks(write(assigned.warmup()))
                .activeTasksPendingRevocation(withEpochs(revoking.active()))
                .standbyTasksPendingRevocation(write(revoking.standby()))
                .warmupTasksPendingRevocation(write(revoking.warmup()))
                .build();
    }

    private static List<TaskIds> write(SortedSet<TaskId> tasks) {
        return TaskId.write(
                tasks, (subtopology, partitions) -> new TaskIds(subtopology, partitions, null));
    }

    private List<TaskIds> withEpochs(SortedSet<TaskId> tasks) {
        return TaskId.write(
                tasks,
                (subtopology, partitions) -> {
                    List<Integer> epochs = new ArrayList<>();
                    partitions.forEach(
                            partition -> epochs.add(epochOf(new TaskId(subtopology, partition))));
                    return new TaskIds(subtopology, partitions, epochs);
                });
    }

    private int epochOf(TaskId task) {
        return since.getOrDefault(task, Math.max(epoch, 0));
    }

    /** Whether it had the active task at {@code earlierEpoch}, and has not given it up since. */
    boolean mayStillCommit(TaskId task, int earlierEpoch) {
        Integer got = since.get(task);
        return got != null && earlierEpoch >= got;
    }

    /** The next step; active tasks that are new are got at {@code nextEpoch}. */
    Progress to(int nextEpoch, MemberState next, Tasks nowAssigned, Tasks nowRevoking) {
        SortedMap<TaskId, Integer> epochs = new TreeMap<>();
        for (TaskId task : nowAssigned.active()) {
            epochs.put(task, since.getOrDefault(task, nextEpoch));
        }
        for (TaskId task : nowRevoking.active()) {
            epochs.put(task, epochOf(task));
        }
        return new Progress(nextEpoch, epoch, next, nowAssigned, nowRevoking, epochs);
    }
}
