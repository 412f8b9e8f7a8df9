package io.leat.log.testkit.sim;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.admin.StreamsGroupDescription;
import io.leat.clients.admin.StreamsGroupMemberAssignment;
import io.leat.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import io.leat.clients.admin.StreamsGroupMemberDescription;
import io.leat.common.GroupState;
import io.leat.common.KafkaException;
import io.leat.log.runtime.Ports;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * A streams group of three threads (KIP-1071), which commit what they have read. It is done when in
 * the end each task is active once, with one standby, and each member has what is meant for it.
 */
public final class StreamsGroup implements ReadingGroup {

    private static final int MEMBERS = 3;

    private final String name;

    public StreamsGroup(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int members() {
        return MEMBERS;
    }

    @Override
    public Actor member(Setting setting, int number) {
        return new GroupReader(setting, name + "-" + number, name, GroupReader.Protocol.STREAMS);
    }

    @Override
    public Actor caughtUp(Setting setting, String observer, Map<String, Long> ends) {
        return new CaughtUp(
                setting.log(), observer, setting.history(), name, setting.input(), ends) {
            @Override
            boolean isSettled(Ports ports) {
                return StreamsGroup.isSettled(described(ports, with()), setting.input().size());
            }
        };
    }

    private StreamsGroupDescription described(Ports ports, Map<String, Object> settings) {
        try (Admin admin = LeatAdminClient.on(ports, settings)) {
            return admin.describeStreamsGroups(List.of(name))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next();
        } catch (ExecutionException e) {
            throw new KafkaException("Description of group " + name, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Description of group " + name, e);
        }
    }

    private static boolean isSettled(StreamsGroupDescription group, int tasks) {
        Map<String, Integer> active = new TreeMap<>();
        Map<String, Integer> standby = new TreeMap<>();
        boolean there = group.groupState() == GroupState.STABLE;
        for (StreamsGroupMemberDescription member : group.members()) {
            StreamsGroupMemberAssignment has = member.assignment();
            there &= has.equals(member.targetAssignment());
            there &= member.memberEpoch() == group.groupEpoch();
            count(has.activeTasks(), active);
            count(has.standbyTasks(), standby);
        }
        return there && eachOnce(active, tasks) && eachOnce(standby, tasks);
    }

    private static void count(List<TaskIds> tasks, Map<String, Integer> into) {
        for (TaskIds of : tasks) {
            of.partitions()
                    .forEach(each -> into.merge(of.subtopologyId() + "_" + each, 1, Integer::sum));
        }
    }

    private static boolean eachOnce(Map<String, Integer> counts, int tasks) {
        return counts.size() == tasks && counts.values().stream().allMatch(times -> times == 1);
    }
}
