package io.leat.log.cli.groups;

import io.leat.common.GroupState;
import io.leat.common.GroupType;
import io.leat.log.cli.CommandFailure;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** States and types of groups by their names. Stateless. */
final class Names {

    private Names() {}

    /** The states that a list with commas names; none for no list. */
    static Set<GroupState> states(@Nullable String text, GroupType type) {
        Set<GroupState> known = GroupState.groupStatesForType(type);
        Set<GroupState> states = EnumSet.noneOf(GroupState.class);
        for (String each : split(text)) {
            GroupState state = GroupState.parse(each.trim());
            if (!known.contains(state)) {
                throw new CommandFailure(
                        "'"
                                + each
                                + "' is no state of a "
                                + say(type)
                                + " group: take "
                                + of(known));
            }
            states.add(state);
        }
        return states;
    }

    private static String say(GroupType type) {
        return type.toString().toLowerCase(java.util.Locale.ROOT);
    }

    /** The types that a list with commas names; none for no list. */
    static Set<GroupType> types(@Nullable String text, Set<GroupType> known) {
        Set<GroupType> types = EnumSet.noneOf(GroupType.class);
        for (String each : split(text)) {
            GroupType type = GroupType.parse(each.trim());
            if (!known.contains(type)) {
                throw new CommandFailure(
                        "'" + each + "' is no type of a consumer group: take " + of(known));
            }
            types.add(type);
        }
        return types;
    }

    private static String[] split(@Nullable String text) {
        return text == null || text.isEmpty() ? new String[0] : text.split(",");
    }

    private static String of(Set<?> known) {
        return known.stream().map(Object::toString).sorted().collect(Collectors.joining(", "))
                + ".";
    }
}
