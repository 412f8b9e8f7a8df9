package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A group as it will be once what was decided so far is applied: each record changes a copy of it
 * at once, so that the rest of the decision sees what the first part did. Used by one decision.
 */
final class Draft {

    static final String STANDBY_REPLICAS = "num.standby.replicas";

    private static final Logger log = LoggerFactory.getLogger(Draft.class);

    private final Decision<GroupRecord> out;
    private final StreamsGroup group;

    Draft(StreamsGroup group, Decision<GroupRecord> out) {
        this.group = group.copy();
        this.out = out;
    }

    StreamsGroup group() {
        return group;
    }

    Decision<GroupRecord> out() {
        return out;
    }

    void append(Kept record) {
        group.apply(record.key(), record.value());
        out.append(record);
    }

    void removeMember(String memberId) {
        append(StreamsRecords.noProgress(group.id(), memberId));
        append(StreamsRecords.noTarget(group.id(), memberId));
        append(StreamsRecords.noProfile(group.id(), memberId));
    }

    /** Raises the group epoch: the target is to be made anew. */
    void raiseEpoch(
            long metadataHash,
            int validatedTopology,
            SortedMap<String, String> configs,
            String cause) {
        int epoch = group.epoch() + 1;
        append(StreamsRecords.epoch(group.id(), epoch, metadataHash, validatedTopology, configs));
        log.info("Streams group changes group={} epoch={} cause={}", group.id(), epoch, cause);
    }

    /** Makes the target for the epoch the group has now. */
    void assign(PlannedTopology plan, Moment now) {
        SortedMap<String, Tasks> made = new TreeMap<>();
        if (plan.isReady()) {
            SortedMap<String, String> processes = new TreeMap<>();
            SortedMap<String, Tasks> before = new TreeMap<>();
            group.members()
                    .forEach(
                            (id, member) -> {
                                processes.put(id, member.processId());
                                before.put(id, group.target(id));
                            });
            String replicas = group.assignmentConfigs().getOrDefault(STANDBY_REPLICAS, "0");
            made = new StickyAssignor(processes, before, plan, Integer.parseInt(replicas)).assign();
        }
        for (String member : group.members().keySet()) {
            Tasks target = made.getOrDefault(member, Tasks.NONE);
            if (!target.equals(group.targets().get(member))) {
                append(StreamsRecords.target(group.id(), member, target));
            }
        }
        append(StreamsRecords.assignment(group.id(), group.epoch(), now.epochMillis()));
    }
}
