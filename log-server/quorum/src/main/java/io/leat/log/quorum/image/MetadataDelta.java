package io.leat.log.quorum.image;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.RemoveTopicRecord;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.protocol.message.UnregisterBrokerRecord;
import io.leat.log.runtime.BugException;
import io.leat.log.runtime.Check;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records applied to an image: the only way an image changes. Used by one loop, once.
 *
 * <p>Each map is copied when the first record touches it.
 */
public final class MetadataDelta {

    private static final int NO_CHANGE = -2;

    private final MetadataImage base;
    private @Nullable Map<String, TopicImage> byName;
    private @Nullable Map<Uuid, TopicImage> byId;
    private @Nullable TreeMap<Integer, BrokerImage> brokers;
    private @Nullable Map<ConfigResource, Map<String, String>> configs;
    private @Nullable Map<String, Short> features;
    private long nextProducerId;
    private final Map<Uuid, List<PartitionImage>> changed = new LinkedHashMap<>();

    public MetadataDelta(MetadataImage base) {
        this.base = base;
        this.nextProducerId = base.nextProducerId();
    }

    /** The image with all records applied, after {@code offset}. */
    public MetadataImage image(long offset) {
        changed.forEach(
                (id, partitions) -> {
                    TopicImage topic = topic(id);
                    put(new TopicImage(topic.name(), id, partitions));
                });
        changed.clear();
        return new MetadataImage(
                offset,
                byName != null ? byName : base.topicsByName(),
                byId != null ? byId : base.topicsById(),
                brokers != null ? brokers : base.brokersById(),
                configs != null ? configs : base.allConfigs(),
                features != null ? features : base.featureLevels(),
                nextProducerId);
    }

    /** Applies one record. Kinds that mean nothing here yet are passed over. */
    public void apply(LogRecord record) {
        if (record instanceof TopicRecord topic) {
            put(new TopicImage(topic.name(), topic.topicId(), List.of()));
        } else if (record instanceof PartitionRecord partition) {
            apply(partition);
        } else if (record instanceof PartitionChangeRecord change) {
            apply(change);
        } else if (record instanceof RemoveTopicRecord removal) {
            apply(removal);
        } else if (record instanceof ConfigRecord config) {
            apply(config);
        } else if (record instanceof RegisterBrokerRecord registration) {
            apply(registration);
        } else if (record instanceof UnregisterBrokerRecord removal) {
            brokersToChange().remove(removal.brokerId());
        } else if (record instanceof FeatureLevelRecord feature) {
            apply(feature);
        } else if (record instanceof ProducerIdsRecord ids) {
            nextProducerId = ids.nextProducerId();
        }
    }

    private void apply(PartitionRecord record) {
        put(
                record.topicId(),
                new PartitionImage(
                        record.partitionId(),
                        record.replicas(),
                        record.isr(),
                        record.leader(),
                        record.leaderEpoch(),
                        record.partitionEpoch()));
    }

    private void apply(PartitionChangeRecord change) {
        List<PartitionImage> partitions = partitionsToChange(change.topicId());
        if (change.partitionId() < 0 || change.partitionId() >= partitions.size()) {
            throw new BugException("a change of a partition that is not there: " + change);
        }
        PartitionImage old = partitions.get(change.partitionId());
        List<Integer> replicas = change.replicas();
        List<Integer> isr = change.isr();
        boolean elected = change.leader() != NO_CHANGE;
        put(
                change.topicId(),
                new PartitionImage(
                        old.partition(),
                        replicas != null ? replicas : old.replicas(),
                        isr != null ? isr : old.isr(),
                        elected ? change.leader() : old.leader(),
                        old.leaderEpoch() + (elected ? 1 : 0),
                        old.partitionEpoch() + 1));
    }

    private void put(Uuid topicId, PartitionImage partition) {
        List<PartitionImage> partitions = partitionsToChange(topicId);
        if (partition.partition() < partitions.size()) {
            partitions.set(partition.partition(), partition);
        } else {
            Check.that(partition.partition() == partitions.size(), "a partition is missing");
            partitions.add(partition);
        }
    }

    /** The partitions of a topic, collected until the image is made: topics can have many. */
    private List<PartitionImage> partitionsToChange(Uuid topicId) {
        return changed.computeIfAbsent(topicId, id -> new ArrayList<>(topic(id).partitions()));
    }

    private void apply(RemoveTopicRecord removal) {
        TopicImage topic = topic(removal.topicId());
        changed.remove(topic.id());
        namesToChange().remove(topic.name());
        idsToChange().remove(topic.id());
        ConfigResource resource = ConfigResource.topic(topic.name());
        if (!base.configs(resource).isEmpty() || configs != null) {
            configsToChange().remove(resource);
        }
    }

    private void apply(ConfigRecord record) {
        ConfigResource resource = new ConfigResource(record.resourceType(), record.resourceName());
        Map<ConfigResource, Map<String, String>> all = configsToChange();
        Map<String, String> changed = new HashMap<>(all.getOrDefault(resource, Map.of()));
        String value = record.value();
        if (value == null) {
            changed.remove(record.name());
        } else {
            changed.put(record.name(), value);
        }
        all.put(resource, Map.copyOf(changed));
    }

    private void apply(RegisterBrokerRecord record) {
        List<BrokerImage.Listener> listeners =
                record.endPoints().stream()
                        .map(e -> new BrokerImage.Listener(e.name(), e.host(), e.port()))
                        .toList();
        brokersToChange()
                .put(
                        record.brokerId(),
                        new BrokerImage(
                                record.brokerId(),
                                record.incarnationId(),
                                record.brokerEpoch(),
                                listeners,
                                record.rack(),
                                record.fenced()));
    }

    private void apply(FeatureLevelRecord record) {
        if (features == null) {
            features = new HashMap<>(base.featureLevels());
        }
        if (record.featureLevel() == 0) {
            features.remove(record.name());
        } else {
            features.put(record.name(), record.featureLevel());
        }
    }

    private TopicImage topic(Uuid id) {
        TopicImage topic = (byId != null ? byId : base.topicsById()).get(id);
        if (topic == null) {
            throw new BugException("a record names topic id " + id + ", which is not there");
        }
        return topic;
    }

    private void put(TopicImage topic) {
        namesToChange().put(topic.name(), topic);
        idsToChange().put(topic.id(), topic);
    }

    private Map<String, TopicImage> namesToChange() {
        if (byName == null) {
            byName = new HashMap<>(base.topicsByName());
        }
        return byName;
    }

    private Map<Uuid, TopicImage> idsToChange() {
        if (byId == null) {
            byId = new HashMap<>(base.topicsById());
        }
        return byId;
    }

    private TreeMap<Integer, BrokerImage> brokersToChange() {
        if (brokers == null) {
            brokers = new TreeMap<>(base.brokersById());
        }
        return brokers;
    }

    private Map<ConfigResource, Map<String, String>> configsToChange() {
        if (configs == null) {
            configs = new HashMap<>(base.allConfigs());
        }
        return configs;
    }
}
