package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.admin.NewTopic;
import io.leat.clients.admin.TopicDescription;
import io.leat.common.errors.TopicExistsException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.MisconfiguredInternalTopicException;
import io.leat.streams.errors.MissingSourceTopicException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.errors.TopologyException;
import io.leat.streams.topology.GraphNode;
import io.leat.streams.topology.InternalTopic;
import io.leat.streams.topology.Subtopology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the topics that an application keeps for itself, with as many partitions as what flows into
 * them, and checks that the others exist. Used once, before the threads start.
 */
final class InternalTopics {

    private final Admin admin;
    private final TopicSettings settings;
    private final String applicationId;
    private final List<Subtopology> subtopologies;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<Integer, Integer> matched = new HashMap<>();

    InternalTopics(Admin admin, StreamsConfig config, List<Subtopology> subtopologies) {
        this.admin = admin;
        this.settings = new TopicSettings(config);
        this.applicationId = config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
        this.subtopologies = subtopologies;
    }

    /**
     * Makes what is missing.
     *
     * @param others topics that must be there, too
     */
    void prepare(Iterable<String> others) throws InterruptedException {
        for (String topic : others) {
            countOf(topic);
        }
        for (Subtopology subtopology : subtopologies) {
            for (String topic : subtopology.sourceTopics()) {
                if (!subtopology.isInternal(topic)) {
                    counts.put(topic, countOf(topic));
                }
            }
            match(subtopology);
        }
        Map<String, InternalTopic> repartitions = new HashMap<>();
        for (Subtopology subtopology : subtopologies) {
            for (InternalTopic topic : subtopology.repartitionSources()) {
                repartitions.put(topic.name(), topic);
            }
        }
        resolve(repartitions);
        subtopologies.forEach(this::copartition);
        List<NewTopic> wanted = new ArrayList<>();
        for (InternalTopic topic : repartitions.values()) {
            int count = counts.getOrDefault(topic.name(), 1);
            wanted.add(topic(topic, count, settings.ofRepartition(topic)));
        }
        for (Subtopology subtopology : subtopologies) {
            int tasks = tasks(subtopology);
            subtopology
                    .changelogs()
                    .forEach(
                            (store, topic) ->
                                    wanted.add(
                                            topic(
                                                    topic,
                                                    tasks,
                                                    settings.ofChangelog(
                                                            subtopology, store, topic))));
        }
        for (NewTopic topic : wanted) {
            create(topic);
        }
    }

    /** Takes note of the largest topic of those that {@code subtopology} reads by pattern. */
    private void match(Subtopology subtopology) throws InterruptedException {
        for (GraphNode.Source source : subtopology.sources()) {
            Pattern pattern = source.pattern();
            if (pattern == null) {
                continue;
            }
            for (String topic : topics()) {
                if (pattern.matcher(topic).matches()) {
                    matched.merge(subtopology.id(), countOf(topic), Math::max);
                }
            }
        }
    }

    private Set<String> topics() throws InterruptedException {
        try {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new StreamsException("cannot look for topics: " + e.getCause(), e);
        }
    }

    /** Topics that are joined need equally many partitions; those of the application get them. */
    private void copartition(Subtopology subtopology) {
        for (Set<String> group : subtopology.copartitioned()) {
            String decides = null;
            for (String topic : group) {
                InternalTopic own = subtopology.internalTopics().get(topic);
                if (own == null || own.partitions() != null) {
                    if (decides != null
                            && !Objects.equals(counts.get(decides), counts.get(topic))) {
                        throw new TopologyException(
                                "The topics "
                                        + decides
                                        + " ("
                                        + counts.get(decides)
                                        + " partitions) and "
                                        + topic
                                        + " ("
                                        + counts.get(topic)
                                        + ") are joined and need equally many partitions. Let one"
                                        + " of them go through repartition().");
                    }
                    decides = topic;
                }
            }
            int count =
                    decides != null
                            ? counts.get(decides)
                            : group.stream()
                                    .mapToInt(t -> counts.getOrDefault(t, 1))
                                    .max()
                                    .orElse(1);
            group.forEach(topic -> counts.put(topic, count));
        }
    }

    /** Repartition topics get the count they ask for, or the largest of what is upstream. */
    private void resolve(Map<String, InternalTopic> repartitions) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Subtopology subtopology : subtopologies) {
                int tasks = tasks(subtopology);
                for (String sink : subtopology.sinkTopics()) {
                    InternalTopic topic = repartitions.get(sink);
                    if (topic == null) {
                        continue;
                    }
                    int count = topic.partitions() != null ? topic.partitions() : tasks;
                    if (count > counts.getOrDefault(sink, 0)) {
                        counts.put(sink, count);
                        changed = true;
                    }
                }
            }
        }
    }

    private int tasks(Subtopology subtopology) {
        int most = matched.getOrDefault(subtopology.id(), 0);
        for (String topic : subtopology.sourceTopics()) {
            most = Math.max(most, counts.getOrDefault(topic, 0));
        }
        return Math.max(most, 1);
    }

    private NewTopic topic(InternalTopic topic, int partitions, Map<String, String> configs) {
        short replicas = settings.replicas();
        return new NewTopic(
                        applicationId + "-" + topic.name(),
                        Optional.of(partitions),
                        replicas > 0 ? Optional.of(replicas) : Optional.empty())
                .configs(configs);
    }

    private void create(NewTopic topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new StreamsException(
                        "cannot create the internal topic " + topic.name() + ": " + e.getCause(),
                        e);
            }
            int present = countOf(topic.name());
            if (present != topic.numPartitions()) {
                throw new MisconfiguredInternalTopicException(
                        "the internal topic "
                                + topic.name()
                                + " has "
                                + present
                                + " partitions and the topology needs "
                                + topic.numPartitions()
                                + ". If the input was given more partitions, start with a new"
                                + " application.id or delete the topic, and with it its state.");
            }
        }
    }

    private int countOf(String topic) throws InterruptedException {
        try {
            @Nullable TopicDescription found =
                    admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic);
            return found == null ? 0 : found.partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new MissingSourceTopicException(
                        "the topic "
                                + topic
                                + " that the topology reads does not exist. Create it,"
                                + " then start again.");
            }
            throw new StreamsException("cannot look at topic " + topic + ": " + e.getCause(), e);
        }
    }
}
