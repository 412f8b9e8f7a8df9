package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupRecord.Kept;

/**
 * A group as it will be once what was decided so far is applied: each record changes a copy of it
 * at once, so that the rest of the decision sees what the first part did. Used by one decision.
 */
final class Draft {

    private final Decision<GroupRecord> out;
    private ConsumerGroup group;
    private boolean copied;

    private Draft(ConsumerGroup group, Decision<GroupRecord> out, boolean copied) {
        this.group = group;
        this.out = out;
        this.copied = copied;
    }

    /** Of a group that is there; copied when it first changes. */
    static Draft of(ConsumerGroup group, Decision<GroupRecord> out) {
        return new Draft(group, out, false);
    }

    /** Of a group that is not there yet. */
    static Draft ofNew(String groupId, Decision<GroupRecord> out) {
        return new Draft(new ConsumerGroup(groupId), out, true);
    }

    ConsumerGroup group() {
        return group;
    }

    Decision<GroupRecord> out() {
        return out;
    }

    void append(Kept record) {
        if (!copied) {
            group = group.copy();
            copied = true;
        }
        group.apply(record.key(), record.value());
        out.append(record);
    }
}
