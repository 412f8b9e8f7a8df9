package io.leat.clients.admin;

import java.util.Collection;
import java.util.Set;

/** Options of {@link Admin#removeMembersFromConsumerGroup}. */
public class RemoveMembersFromConsumerGroupOptions
        extends AbstractOptions<RemoveMembersFromConsumerGroupOptions> {

    private final Set<MemberToRemove> members;
    private String reason;

    /** Removes these static members. */
    public RemoveMembersFromConsumerGroupOptions(Collection<MemberToRemove> members) {
        if (members.isEmpty()) {
            throw new IllegalArgumentException("name at least one member to remove");
        }
        this.members = Set.copyOf(members);
    }

    /** Removes all members. */
    public RemoveMembersFromConsumerGroupOptions() {
        this.members = Set.of();
    }

    /** For the broker's log. */
    public void reason(String reason) {
        this.reason = reason;
    }

    public Set<MemberToRemove> members() {
        return members;
    }

    public String reason() {
        return reason;
    }

    public boolean removeAll() {
        return members.isEmpty();
    }
}
