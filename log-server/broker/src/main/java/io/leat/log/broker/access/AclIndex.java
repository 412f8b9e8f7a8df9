package io.leat.log.broker.access;

import io.leat.log.broker.Principal;
import io.leat.log.protocol.message.AccessControlEntryRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Access control entries by what they are about, so that a decision costs what concerns the
 * resource and not what there is. Immutable.
 */
final class AclIndex {

    static final byte LITERAL = 3;
    static final byte PREFIXED = 4;
    static final byte DENY = 2;
    static final byte ALLOW = 3;
    static final String WILDCARD = "*";

    private static final String ANYBODY = "User:*";
    private static final Operation[] OPERATIONS = Operation.values();

    private final Map<ResourceType, OfType> types = new EnumMap<>(ResourceType.class);

    /** What entries say. */
    enum Verdict {
        ALLOWED,
        DENIED,
        /** No entry is about the resource. */
        SILENT
    }

    private record Entry(
            String resource, String principal, String host, Operation operation, boolean allows) {

        boolean concerns(String who, String from) {
            return (principal.equals(who) || principal.equals(ANYBODY))
                    && (host.equals(from) || host.equals(WILDCARD));
        }
    }

    private static final class OfType {
        final Map<String, List<Entry>> literal = new HashMap<>();
        final Map<String, List<Entry>> prefixed = new HashMap<>();
        final TreeSet<Integer> prefixLengths = new TreeSet<>();
    }

    AclIndex(Collection<AccessControlEntryRecord> records) {
        ResourceType[] known = ResourceType.values();
        for (AccessControlEntryRecord record : records) {
            boolean readable =
                    record.resourceType() >= 0
                            && record.resourceType() < known.length
                            && record.operation() >= 0
                            && record.operation() < OPERATIONS.length;
            if (readable) {
                add(types.computeIfAbsent(known[record.resourceType()], t -> new OfType()), record);
            }
        }
    }

    private static void add(OfType type, AccessControlEntryRecord record) {
        Entry entry =
                new Entry(
                        record.resourceName(),
                        record.principal(),
                        record.host(),
                        OPERATIONS[record.operation()],
                        record.permissionType() == ALLOW);
        boolean prefix = record.patternType() == PREFIXED;
        (prefix ? type.prefixed : type.literal)
                .computeIfAbsent(record.resourceName(), name -> new ArrayList<>())
                .add(entry);
        if (prefix) {
            type.prefixLengths.add(record.resourceName().length());
        }
    }

    /** Entries about {@code name}, in as many lists as there are patterns that fit. */
    private List<List<Entry>> about(ResourceType type, String name) {
        OfType entries = types.get(type);
        List<List<Entry>> lists = new ArrayList<>();
        if (entries == null) {
            return lists;
        }
        addIfAny(lists, entries.literal.get(name));
        if (!name.equals(WILDCARD)) {
            addIfAny(lists, entries.literal.get(WILDCARD));
        }
        for (int length : entries.prefixLengths.headSet(name.length(), true)) {
            addIfAny(lists, entries.prefixed.get(name.substring(0, length)));
        }
        return lists;
    }

    private static void addIfAny(List<List<Entry>> lists, @Nullable List<Entry> entries) {
        if (entries != null) {
            lists.add(entries);
        }
    }

    /** What the entries say about one thing; whoever is denied stays denied. */
    Verdict judge(
            Principal principal, String host, Operation operation, ResourceType type, String name) {
        List<List<Entry>> lists = about(type, name);
        if (lists.isEmpty()) {
            return Verdict.SILENT;
        }
        String who = principal.toString();
        boolean allowed = false;
        for (List<Entry> list : lists) {
            for (Entry entry : list) {
                if (!entry.concerns(who, host)) {
                    continue;
                }
                boolean exact = entry.operation == operation || entry.operation == Operation.ALL;
                if (!entry.allows && exact) {
                    return Verdict.DENIED;
                }
                allowed |= entry.allows && entry.operation.implies(operation);
            }
        }
        return allowed ? Verdict.ALLOWED : Verdict.DENIED;
    }

    /** Whether there may be any resource of this type on which it is allowed. */
    boolean allowsSomewhere(
            Principal principal, String host, Operation operation, ResourceType type) {
        OfType entries = types.get(type);
        if (entries == null) {
            return false;
        }
        String who = principal.toString();
        return allowsSome(entries.literal, type, operation, who, host)
                || allowsSome(entries.prefixed, type, operation, who, host);
    }

    private boolean allowsSome(
            Map<String, List<Entry>> patterns,
            ResourceType type,
            Operation operation,
            String who,
            String host) {
        for (Map.Entry<String, List<Entry>> pattern : patterns.entrySet()) {
            boolean allows =
                    pattern.getValue().stream()
                            .anyMatch(
                                    each ->
                                            each.allows
                                                    && each.concerns(who, host)
                                                    && each.operation.implies(operation));
            if (allows && !isDenied(type, pattern.getKey(), operation, who, host)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all that {@code pattern} stands for is denied. */
    private boolean isDenied(
            ResourceType type, String pattern, Operation operation, String who, String host) {
        for (List<Entry> list : about(type, pattern)) {
            for (Entry each : list) {
                boolean exact = each.operation == operation || each.operation == Operation.ALL;
                if (!each.allows && exact && each.concerns(who, host)) {
                    return true;
                }
            }
        }
        return false;
    }
}
