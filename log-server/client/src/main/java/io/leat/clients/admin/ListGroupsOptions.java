package io.leat.clients.admin;

import io.leat.common.GroupState;
import io.leat.common.GroupType;
import java.util.Set;

/** Options of {@link Admin#listGroups}. */
public class ListGroupsOptions extends AbstractOptions<ListGroupsOptions> {

    private Set<GroupState> groupStates = Set.of();
    private Set<String> protocolTypes = Set.of();
    private Set<GroupType> types = Set.of();

    /** Only groups in these states; empty means all. */
    public ListGroupsOptions inGroupStates(Set<GroupState> groupStates) {
        this.groupStates = groupStates;
        return this;
    }

    public Set<GroupState> groupStates() {
        return groupStates;
    }

    /** Only groups of these protocol types; empty means all. */
    public ListGroupsOptions withProtocolTypes(Set<String> protocolTypes) {
        this.protocolTypes = protocolTypes;
        return this;
    }

    public Set<String> protocolTypes() {
        return protocolTypes;
    }

    /** Only groups of these types; empty means all. */
    public ListGroupsOptions withTypes(Set<GroupType> types) {
        this.types = types;
        return this;
    }

    public Set<GroupType> types() {
        return types;
    }

    /** Only groups of consumers, of both protocols. */
    public static ListGroupsOptions forConsumerGroups() {
        return new ListGroupsOptions()
                .withTypes(Set.of(GroupType.CLASSIC, GroupType.CONSUMER))
                .withProtocolTypes(Set.of("", "consumer"));
    }

    /** Only share groups. */
    public static ListGroupsOptions forShareGroups() {
        return new ListGroupsOptions().withTypes(Set.of(GroupType.SHARE));
    }
}
