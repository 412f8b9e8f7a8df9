package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.coordinator.group.assignment.Assignor;
import io.leat.log.coordinator.group.assignment.SubscriptionHash;
import io.leat.log.coordinator.group.assignment.Targets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises epochs and makes targets when members or topics change. Owned by the shard's loop; the
 * members come to their targets one heartbeat after the other.
 */
final class Rebalancing {

    private static final Logger log = LoggerFactory.getLogger(Rebalancing.class);

    private final Supplier<TopicCatalog> topics;
    private final List<Assignor> assignors;
    private final ConsumerSettings settings;
    private final GroupConfigs configs;

    /**
     * @param assignors the default first
     */
    Rebalancing(
            Supplier<TopicCatalog> topics,
            List<Assignor> assignors,
            ConsumerSettings settings,
            GroupConfigs configs) {
        this.topics = topics;
        this.assignors = assignors;
        this.settings = settings;
        this.configs = configs;
    }

    /**
     * Takes over what a member says, and leads it towards its target.
     *
     * @param member as it was, {@code updated} as it is now
     * @param owned what the member says it has, null if it does not say
     * @return what the member has from now on; null if it is lost
     */
    @Nullable Progress update(
            Draft draft,
            ConsumerMember member,
            ConsumerMember updated,
            Regexes.Change regex,
            @Nullable Assignment owned,
            Moment now) {
        TopicCatalog catalog = topics.get();
        boolean renamed = describe(draft, member, updated, regex);
        raiseEpoch(draft, renamed || regex.resolved(), "member " + updated.id(), catalog);
        assign(draft, catalog, now);
        return reconcile(draft, updated, owned, renamed || regex.changed(), catalog);
    }

    /** Whether the topics that the member names are others. */
    boolean describe(
            Draft draft, ConsumerMember member, ConsumerMember updated, Regexes.Change regex) {
        String group = draft.group().id();
        boolean isNew = draft.group().member(member.id()) == null;
        if (isNew || !updated.profile().equals(member.profile())) {
            draft.append(ConsumerRecords.profile(group, updated.id(), updated.profile()));
        }
        if (regex.unused() != null) {
            draft.append(ConsumerRecords.noRegex(group, regex.unused()));
        }
        return !updated.topicNames().equals(member.topicNames());
    }

    /** Raises the group epoch if {@code changed}, or if the topics are not what they were. */
    void raiseEpoch(Draft draft, boolean changed, String cause, TopicCatalog catalog) {
        ConsumerGroup group = draft.group();
        if (!changed && !group.mustCheck(catalog)) {
            return;
        }
        long hash = SubscriptionHash.of(group.subscribedTopics(), catalog);
        if (!changed && hash == group.metadataHash()) {
            group.checked(catalog);
            return;
        }
        int epoch = group.epoch() + 1;
        draft.append(ConsumerRecords.epoch(group.id(), epoch, hash));
        log.info(
                "Consumer group changes group={} epoch={} cause={}",
                group.id(),
                epoch,
                changed ? cause : "topics changed");
    }

    /** Makes a new target if the group has changed since the last, and that is long enough ago. */
    void assign(Draft draft, TopicCatalog catalog, Moment now) {
        ConsumerGroup group = draft.group();
        if (group.assignmentEpoch() >= group.epoch() || !isDue(group, now)) {
            return;
        }
        int epoch = group.epoch();
        Targets.changed(group, assignor(group), catalog)
                .forEach(
                        (member, target) ->
                                draft.append(ConsumerRecords.target(group.id(), member, target)));
        draft.append(ConsumerRecords.assignment(group.id(), epoch, now.epochMillis()));
    }

    private boolean isDue(ConsumerGroup group, Moment now) {
        int intervalMs =
                settings.assignmentIntervalMs()
                        .of(configs, group.id(), "consumer.assignment.interval.ms");
        long lastMs = group.assignmentTimestampMs();
        return lastMs == 0 || intervalMs == 0 || now.epochMillis() >= lastMs + intervalMs;
    }

    /** The assignor most members ask for. */
    Assignor assignor(ConsumerGroup group) {
        Map<String, Integer> votes = new HashMap<>();
        for (ConsumerMember member : group.members().values()) {
            String vote = member.profile().serverAssignor();
            if (vote != null) {
                votes.merge(vote, 1, Integer::sum);
            }
        }
        return assignors.stream()
                .filter(assignor -> votes.containsKey(assignor.name()))
                .max(Comparator.comparingInt(assignor -> votes.getOrDefault(assignor.name(), 0)))
                .orElse(assignors.get(0));
    }

    private static @Nullable Progress reconcile(
            Draft draft,
            ConsumerMember member,
            @Nullable Assignment owned,
            boolean subscriptionChanged,
            TopicCatalog catalog) {
        Reconciliation step =
                new Reconciliation(draft.group(), member, catalog, owned, subscriptionChanged);
        if (step.isLost()) {
            return null;
        }
        Progress next = step.next();
        if (!next.equals(member.progress())) {
            draft.out().append(ConsumerRecords.progress(draft.group().id(), member.id(), next));
        }
        return next;
    }
}
