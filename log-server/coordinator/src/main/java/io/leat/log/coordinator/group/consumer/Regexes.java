package io.leat.log.coordinator.group.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.group.GroupRecord;
import io.leat.log.coordinator.group.GroupTable;
import io.leat.log.coordinator.group.Refusal;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.ConsumerGroupRegularExpressionValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the topics that regular expressions of members stand for. Owned by the shard's loop.
 *
 * <p>It does so in a decision of its own after the heartbeat that asks for it, not more often than
 * every ten seconds for a group, with the rights of the member whose heartbeat it was.
 */
final class Regexes {

    private static final long REFRESH_PAUSE_MS = 10_000;

    private final GroupTable groups;
    private final Timers<GroupRecord> timers;
    private final Supplier<TopicCatalog> topics;
    private final Rebalancing rebalancing;
    private final long refreshIntervalMs;
    private final Set<String> underWay = new HashSet<>();

    /** When a group's expressions were last resolved, and with which catalog. */
    private record Look(long version, long atMs) {

        static final Look NEVER = new Look(-1, Long.MIN_VALUE / 2);
    }

    private final Map<String, Look> looks = new HashMap<>();

    Regexes(
            GroupTable groups,
            Timers<GroupRecord> timers,
            Supplier<TopicCatalog> topics,
            Rebalancing rebalancing,
            long refreshIntervalMs) {
        this.groups = groups;
        this.timers = timers;
        this.topics = topics;
        this.rebalancing = rebalancing;
        this.refreshIntervalMs = refreshIntervalMs;
    }

    /**
     * What a request does to the expression of its member. Immutable.
     *
     * @param changed whether the member has another one than before
     * @param resolved whether it is known what that stands for
     * @param unused the expression that nobody has any more, or null
     */
    record Change(
            boolean changed, boolean resolved, @Nullable String unused, @Nullable Refusal refusal) {

        static final Change NONE = new Change(false, false, null, null);
    }

    /** What it means that {@code member} becomes {@code updated}. */
    Change prepare(ConsumerGroup group, ConsumerMember member, ConsumerMember updated) {
        String before = member.regex();
        String after = updated.regex();
        if (before.equals(after)) {
            return Change.NONE;
        }
        boolean last = !before.isEmpty() && group.subscribers(before) == 1;
        boolean resolved = after.isEmpty() || group.regexes().containsKey(after);
        Refusal refusal = resolved ? null : checkSyntax(after);
        return new Change(true, resolved, last ? before : null, refusal);
    }

    private static @Nullable Refusal checkSyntax(String regex) {
        try {
            Pattern.compile(regex);
            return null;
        } catch (PatternSyntaxException e) {
            return new Refusal(
                    ErrorCode.INVALID_REGULAR_EXPRESSION,
                    "SubscribedTopicRegex `"
                            + regex
                            + "` is not a valid regular expression: "
                            + e.getDescription()
                            + ".");
        }
    }

    /** Looks soon what the expressions of {@code group} stand for, if that may have changed. */
    void maybeResolve(ConsumerGroup group, ConsumerCall call, Moment now) {
        Set<String> wanted = group.subscribedRegexes();
        if (wanted.isEmpty() || underWay.contains(group.id())) {
            return;
        }
        Look last = looks.getOrDefault(group.id(), Look.NEVER);
        boolean missing = !group.regexes().keySet().containsAll(wanted);
        boolean outdated = last.version != topics.get().version();
        boolean old = now.epochMillis() > last.atMs + refreshIntervalMs;
        boolean rested = now.epochMillis() > last.atMs + REFRESH_PAUSE_MS;
        if (rested && (missing || outdated || old)) {
            underWay.add(group.id());
            timers.schedule(0, moment -> resolve(group.id(), call, moment));
        }
    }

    private Decision<GroupRecord> resolve(String groupId, ConsumerCall call, Moment now) {
        underWay.remove(groupId);
        Decision<GroupRecord> out = Decision.none();
        ConsumerGroup group = groups.get(groupId, ConsumerGroup.class);
        if (group == null) {
            return out;
        }
        TopicCatalog catalog = topics.get();
        looks.put(groupId, new Look(catalog.version(), now.epochMillis()));
        Draft draft = Draft.of(group, out);
        boolean changed = false;
        for (String regex : group.subscribedRegexes()) {
            List<String> found = matching(regex, catalog, call);
            ConsumerGroupRegularExpressionValue known = group.regexes().get(regex);
            boolean differs = known == null || !known.topics().equals(found);
            changed |= differs && !(known == null && found.isEmpty());
            if (known == null
                    || differs
                    || now.epochMillis() > known.timestamp() + refreshIntervalMs) {
                draft.append(
                        ConsumerRecords.regex(
                                groupId,
                                regex,
                                new ConsumerGroupRegularExpressionValue(
                                        found, catalog.version(), now.epochMillis())));
            }
        }
        rebalancing.raiseEpoch(draft, changed, "regular expressions resolved", catalog);
        return out;
    }

    private static List<String> matching(String regex, TopicCatalog catalog, ConsumerCall call) {
        Pattern pattern = Pattern.compile(regex);
        return catalog.names().stream()
                .filter(name -> pattern.matcher(name).matches())
                .filter(call.maySee())
                .sorted()
                .toList();
    }

    /** The group is not there any more. */
    void forget(String groupId) {
        looks.remove(groupId);
    }
}
