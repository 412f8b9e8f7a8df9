package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.GroupType;
import java.util.Set;

/** Options of {@link Admin#listConsumerGroups}. */
public class ListConsumerGroupsOptions extends AbstractOptions<ListConsumerGroupsOptions> {

    private Set<GroupState> groupStates = Set.of();
    private Set<GroupType> types = Set.of();

    /** Only groups in these states; empty means all. */
    public ListConsumerGroupsOptions inGroupStates(Set<GroupState> groupStates) {
        this.groupStates = groupStates;
        return this;
    }

    public Set<GroupState> groupStates() {
        return groupStates;
    }

    /** Only groups of these types; empty means all. */
    public ListConsumerGroupsOptions withTypes(Set<GroupType> types) {
        this.types = types;
        return this;
    }

    public Set<GroupType> types() {
        return types;
    }
}
