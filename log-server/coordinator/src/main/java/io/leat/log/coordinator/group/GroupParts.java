package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Moment;
import io.leat.log.runtime.Check;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parts of one shard, by the kind of their groups. Owned by the shard's loop. */
final class GroupParts {

    private final Map<GroupKind, GroupPart> byKind = new EnumMap<>(GroupKind.class);
    private final Map<Short, GroupPart> byRecordType = new HashMap<>();

    static GroupParts of(GroupPart.Surroundings surroundings, List<GroupPart.Factory> factories) {
        GroupParts parts = new GroupParts();
        factories.forEach(factory -> parts.add(factory.create(surroundings)));
        return parts;
    }

    private void add(GroupPart part) {
        Check.that(byKind.put(part.kind(), part) == null, "two parts for %s", part.kind());
        part.recordTypes().forEach(type -> byRecordType.put(type, part));
    }

    <P extends GroupPart> P get(Class<P> type) {
        return byKind.values().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no part " + type.getName()));
    }

    /** How a group of another kind answers to classic members. */
    ClassicProtocol classicProtocol(Group group) {
        return Objects.requireNonNull(byKind.get(group.kind())).classicProtocol();
    }

    /** As {@link #classicProtocol}; null for no group and for classic ones. */
    @Nullable ClassicProtocol otherThanClassic(@Nullable Group group) {
        return group == null || group.kind() == GroupKind.CLASSIC ? null : classicProtocol(group);
    }

    /** Records of kinds that are not served here are skipped, as those of unknown types are. */
    void apply(GroupRecord.Kept record) {
        GroupPart part = byRecordType.get(record.key().recordType());
        if (part != null) {
            part.apply(record);
        }
    }

    void loaded(Moment now) {
        byKind.values().forEach(part -> part.loaded(now));
    }

    List<Object> durable() {
        return byKind.values().stream().map(GroupPart::durable).toList();
    }
}
