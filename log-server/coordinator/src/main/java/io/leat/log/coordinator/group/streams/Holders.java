package io.leat.log.coordinator.group.streams;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who has a task in whatever role, or has not given it up yet. Owned by its group. */
final class Holders {

    /** The ids of members; the lists never change, so that copies may share them. */
    private final Map<TaskId, List<String>> byTask = new HashMap<>();

    /** As it is now, to try changes on. */
    Holders copy() {
        Holders copy = new Holders();
        copy.byTask.putAll(byTask);
        return copy;
    }

    /** All of it, to compare. */
    Map<TaskId, List<String>> byTask() {
        return byTask;
    }

    List<String> of(TaskId task) {
        return byTask.getOrDefault(task, List.of());
    }

    void add(StreamsMember member) {
        for (TaskId task : tasks(member)) {
            Set<String> all = new TreeSet<>(of(task));
            all.add(member.id());
            byTask.put(task, List.copyOf(all));
        }
    }

    void remove(StreamsMember member) {
        for (TaskId task : tasks(member)) {
            List<String> left =
                    of(task).stream().filter(holder -> !holder.equals(member.id())).toList();
            if (left.isEmpty()) {
                byTask.remove(task);
            } else {
                byTask.put(task, left);
            }
        }
    }

    private static Set<TaskId> tasks(StreamsMember member) {
        Set<TaskId> all = new TreeSet<>();
        for (Tasks.Role role : Tasks.Role.values()) {
            all.addAll(member.progress().assigned().of(role));
            all.addAll(member.progress().revoking().of(role));
        }
        return all;
    }
}
