package io.leat.log.coordinator.group.share;

import io.leat.log.coordinator.group.assignment.AssignedMember;
import io.leat.log.coordinator.group.assignment.Assignment;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A member of a share group. Immutable. */
record ShareMember(
        String id,
        @Nullable String rackId,
        String clientId,
        String clientHost,
        SortedSet<String> topicNames,
        int epoch,
        int previousEpoch,
        Assignment assigned)
        implements AssignedMember {

    static ShareMember unknown(String id) {
        return new ShareMember(
                id, null, "", "", Collections.emptySortedSet(), 0, -1, Assignment.NONE);
    }

    @Override
    public @Nullable String instanceId() {
        return null;
    }

    @Override
    public boolean isReconciledTo(int assignmentEpoch) {
        return epoch == assignmentEpoch;
    }

    ShareMember described(
            @Nullable String rack, String client, String host, SortedSet<String> topics) {
        SortedSet<String> names = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        return new ShareMember(id, rack, client, host, names, epoch, previousEpoch, assigned);
    }

    ShareMember assigned(int nextEpoch, int before, Assignment next) {
        return new ShareMember(
                id, rackId, clientId, clientHost, topicNames, nextEpoch, before, next);
    }

    /** Whether all but what it was given is the same. */
    boolean isDescribedAs(ShareMember other) {
        return described(other.rackId, other.clientId, other.clientHost, other.topicNames)
                .equals(this);
    }
}
