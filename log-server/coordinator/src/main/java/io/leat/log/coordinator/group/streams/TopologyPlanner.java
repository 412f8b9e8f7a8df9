package io.leat.log.coordinator.group.streams;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.streams.PlannedTopology.Problem;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.CopartitionGroup;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.Subtopology;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.TopicInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many partitions the internal topics of a topology have, and how many tasks there are.
 * Used once, on the shard's loop.
 *
 * <p>A repartition topic gets as many partitions as its widest upstream subtopology has tasks,
 * unless the topology says a number; topics that are joined must have the same number; a changelog
 * has one partition for each task.
 */
final class TopologyPlanner {

    private static final int NAMED_TOPICS = 3;

    private final StreamsGroupTopologyValue topology;
    private final TopicCatalog topics;
    private final SortedSet<String> fixed = new TreeSet<>();
    private final SortedMap<String, Integer> decided = new TreeMap<>();

    TopologyPlanner(StreamsGroupTopologyValue topology, TopicCatalog topics) {
        this.topology = topology;
        this.topics = topics;
    }

    PlannedTopology plan() {
        Problem problem = findSources();
        if (problem == null) {
            problem = sizeRepartitionTopics();
        }
        if (problem == null) {
            problem = alignCopartitioned();
        }
        return problem == null ? planned() : PlannedTopology.unfit(problem);
    }

    /** All topics that a topology reads or writes state to. */
    static SortedSet<String> topicsOf(StreamsGroupTopologyValue topology) {
        SortedSet<String> all = new TreeSet<>();
        for (Subtopology each : topology.subtopologies()) {
            all.addAll(sources(each));
            each.stateChangelogTopics().forEach(topic -> all.add(topic.name()));
        }
        return all;
    }

    /** What a subtopology reads. */
    static SortedSet<String> sources(Subtopology subtopology) {
        SortedSet<String> sources = new TreeSet<>(subtopology.sourceTopics());
        subtopology.repartitionSourceTopics().forEach(topic -> sources.add(topic.name()));
        return sources;
    }

    private @Nullable Problem findSources() {
        SortedSet<String> missing = new TreeSet<>();
        for (Subtopology each : topology.subtopologies()) {
            each.sourceTopics().stream()
                    .filter(topic -> topics.id(topic) == null)
                    .forEach(missing::add);
        }
        return missing.isEmpty()
                ? null
                : new Problem(
                        Status.MISSING_SOURCE_TOPICS,
                        "Source topics " + some(missing) + " are missing.");
    }

    private static String some(Collection<String> names) {
        int more = names.size() - NAMED_TOPICS;
        String first = String.join(", ", names.stream().limit(NAMED_TOPICS).toList());
        return more > 0 ? first + " and " + more + " additional topics" : first;
    }

    /** What a topic has, or what it is to have; null if that is not known yet. */
    private @Nullable Integer count(String topic) {
        Uuid id = topics.id(topic);
        return id == null ? decided.get(topic) : Integer.valueOf(topics.partitions(id));
    }

    private @Nullable Problem sizeRepartitionTopics() {
        for (Subtopology each : topology.subtopologies()) {
            for (TopicInfo topic : each.repartitionSourceTopics()) {
                if (topic.partitions() != 0) {
                    fixed.add(topic.name());
                    decided.put(topic.name(), topic.partitions());
                }
            }
        }
        boolean left = true;
        while (left) {
            left = false;
            boolean progress = false;
            for (Subtopology each : topology.subtopologies()) {
                for (String sink : each.repartitionSinkTopics()) {
                    if (decided.containsKey(sink)) {
                        continue;
                    }
                    int widest = widestKnown(each);
                    if (widest > 0) {
                        decided.put(sink, widest);
                        progress = true;
                    } else {
                        left = true;
                    }
                }
            }
            if (left && !progress) {
                return invalid(
                        "The partitions of repartition topics cannot be told: the topology has a"
                                + " loop.");
            }
        }
        boolean allWritten =
                topology.subtopologies().stream()
                        .flatMap(each -> each.repartitionSourceTopics().stream())
                        .allMatch(topic -> decided.containsKey(topic.name()));
        return allWritten
                ? null
                : invalid("A repartition topic is read, but no subtopology writes it.");
    }

    private static Problem invalid(String detail) {
        return new Problem(null, detail);
    }

    /** The most partitions a subtopology reads of one topic, as far as they are known; or 0. */
    private int widestKnown(Subtopology subtopology) {
        int widest = 0;
        for (TopicInfo topic : subtopology.repartitionSourceTopics()) {
            widest = Math.max(widest, decided.getOrDefault(topic.name(), 0));
        }
        for (String topic : subtopology.sourceTopics()) {
            Integer count = count(topic);
            widest = Math.max(widest, count == null ? 0 : count);
        }
        return widest;
    }

    private @Nullable Problem alignCopartitioned() {
        for (Subtopology each : topology.subtopologies()) {
            for (CopartitionGroup group : each.copartitionGroups()) {
                Problem problem = align(each, group);
                if (problem != null) {
                    return problem;
                }
            }
        }
        return null;
    }

    /** Topics that were there before decide; then numbers the topology says; then the widest. */
    private @Nullable Problem align(Subtopology subtopology, CopartitionGroup group) {
        SortedMap<String, Integer> given = new TreeMap<>();
        group.sourceTopics()
                .forEach(
                        index -> {
                            String topic = subtopology.sourceTopics().get(index);
                            Integer count = count(topic);
                            given.put(topic, count == null ? 0 : count);
                        });
        SortedMap<String, Integer> stated = new TreeMap<>();
        SortedMap<String, Integer> free = new TreeMap<>();
        group.repartitionSourceTopics()
                .forEach(
                        index -> {
                            String topic = subtopology.repartitionSourceTopics().get(index).name();
                            int count = decided.getOrDefault(topic, 0);
                            (fixed.contains(topic) ? stated : free).put(topic, count);
                        });
        SortedMap<String, Integer> deciding =
                !given.isEmpty() ? given : !stated.isEmpty() ? stated : free;
        int partitions = deciding.values().stream().mapToInt(count -> count).max().orElse(0);
        if (deciding != free && !isAll(deciding, partitions)) {
            return different(
                    "Following topics do not have the same number of partitions: ["
                            + deciding
                            + "]");
        }
        for (Map.Entry<String, Integer> topic : stated.entrySet()) {
            if (topic.getValue() != partitions) {
                return different(
                        "Number of partitions ["
                                + topic.getValue()
                                + "] of repartition topic ["
                                + topic.getKey()
                                + "] doesn't match number of partitions ["
                                + partitions
                                + "] of the source topic.");
            }
        }
        free.keySet().forEach(topic -> decided.put(topic, partitions));
        return null;
    }

    private static boolean isAll(Map<String, Integer> counts, int count) {
        return counts.values().stream().allMatch(each -> each == count);
    }

    private static Problem different(String detail) {
        return new Problem(Status.INCORRECTLY_PARTITIONED_TOPICS, detail);
    }

    private PlannedTopology planned() {
        SortedMap<String, PlannedTopology.Subtopology> planned = new TreeMap<>();
        SortedMap<String, InternalTopic> internal = new TreeMap<>();
        for (Subtopology each : topology.subtopologies()) {
            SortedSet<String> sources = sources(each);
            int tasks = 0;
            for (String source : sources) {
                Integer count = count(source);
                tasks = Math.max(tasks, count == null ? 0 : count);
            }
            if (tasks == 0) {
                return PlannedTopology.unfit(
                        invalid("No source topics found for subtopology " + each.subtopologyId()));
            }
            for (TopicInfo topic : each.stateChangelogTopics()) {
                decided.put(topic.name(), tasks);
                internal.put(topic.name(), internalTopic(topic, tasks));
            }
            for (TopicInfo topic : each.repartitionSourceTopics()) {
                int partitions = decided.getOrDefault(topic.name(), 0);
                internal.put(topic.name(), internalTopic(topic, partitions));
            }
            planned.put(
                    each.subtopologyId(),
                    new PlannedTopology.Subtopology(
                            tasks, sources, !each.stateChangelogTopics().isEmpty()));
        }
        return compared(planned, internal);
    }

    private static InternalTopic internalTopic(TopicInfo topic, int partitions) {
        Map<String, String> settings = new HashMap<>();
        topic.topicConfigs().forEach(each -> settings.put(each.key(), each.value()));
        short replicas = topic.replicationFactor() == 0 ? -1 : topic.replicationFactor();
        return new InternalTopic(topic.name(), partitions, replicas, Map.copyOf(settings));
    }

    /** Compares what must be there with what is. */
    private PlannedTopology compared(
            SortedMap<String, PlannedTopology.Subtopology> planned,
            SortedMap<String, InternalTopic> internal) {
        List<InternalTopic> missing = new ArrayList<>();
        for (InternalTopic topic : internal.values()) {
            Uuid id = topics.id(topic.name());
            if (id == null) {
                missing.add(topic);
            } else if (topics.partitions(id) != topic.partitions()) {
                return PlannedTopology.unfit(
                        different(
                                "Existing topic "
                                        + topic.name()
                                        + " has different number of partitions: expected "
                                        + topic.partitions()
                                        + ", found "
                                        + topics.partitions(id)));
            }
        }
        Problem problem =
                missing.isEmpty()
                        ? null
                        : new Problem(
                                Status.MISSING_INTERNAL_TOPICS,
                                "Internal topics are missing: "
                                        + some(missing.stream().map(InternalTopic::name).toList()));
        return new PlannedTopology(planned, Map.copyOf(decided), List.copyOf(missing), problem);
    }
}
