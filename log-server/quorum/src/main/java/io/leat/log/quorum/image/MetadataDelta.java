package io.leat.log.quorum.image;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.ClearElrRecord;
import io.leat.log.protocol.message.ClientQuotaRecord;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.PartitionChangeRecord;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.RegisterControllerRecord;
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

    private final MetadataImage base;
    private @Nullable Map<String, TopicImage> byName;
    private @Nullable Map<Uuid, TopicImage> byId;
    private @Nullable TreeMap<Integer, BrokerImage> brokers;
    private @Nullable TreeMap<Integer, ControllerImage> controllers;
    private @Nullable Map<ConfigResource, Map<String, String>> configs;
    private @Nullable Map<String, Short> features;
    private final SecurityImage.Changes security;
    private final QuotaImage.Changes quotas;
    private long nextProducerId;
    private final Map<Uuid, List<PartitionImage>> changed = new LinkedHashMap<>();

    public MetadataDelta(MetadataImage base) {
        this.base = base;
        this.security = new SecurityImage.Changes(base.security());
        this.quotas = new QuotaImage.Changes(base.quotas());
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
                controllers != null ? controllers : base.controllersById(),
                configs != null ? configs : base.allConfigs(),
                features != null ? features : base.featureLevels(),
                security.image(),
                quotas.image(),
                nextProducerId);
    }

    /** Applies one record. Kinds that mean nothing here yet are passed over. */
    public void apply(LogRecord record) {
        if (record instanceof TopicRecord topic) {
            put(new TopicImage(topic.name(), topic.topicId(), List.of()));
        } else if (record instanceof PartitionRecord partition) {
            put(partition.topicId(), PartitionImage.of(partition));
        } else if (record instanceof PartitionChangeRecord change) {
            apply(change);
        } else if (record instanceof RemoveTopicRecord removal) {
            apply(removal);
        } else if (record instanceof ConfigRecord config) {
            apply(config);
        } else if (record instanceof RegisterBrokerRecord registration) {
            brokersToChange().put(registration.brokerId(), BrokerImage.of(registration));
        } else if (record instanceof BrokerRegistrationChangeRecord change) {
            apply(change);
        } else if (record instanceof RegisterControllerRecord registration) {
            controllersToChange()
                    .put(registration.controllerId(), ControllerImage.of(registration));
        } else if (record instanceof UnregisterBrokerRecord removal) {
            brokersToChange().remove(removal.brokerId());
        } else if (record instanceof FeatureLevelRecord feature) {
            apply(feature);
        } else if (record instanceof ClearElrRecord clear) {
            apply(clear);
        } else if (record instanceof ClientQuotaRecord quota) {
            quotas.apply(quota);
        } else if (record instanceof ProducerIdsRecord ids) {
            nextProducerId = ids.nextProducerId();
        } else {
            security.apply(record);
        }
    }

    private void apply(PartitionChangeRecord change) {
        List<PartitionImage> partitions = partitionsToChange(change.topicId());
        if (change.partitionId() < 0 || change.partitionId() >= partitions.size()) {
            throw new BugException("a change of a partition that is not there: " + change);
        }
        put(change.topicId(), partitions.get(change.partitionId()).changed(change));
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
        if (changed.isEmpty()) {
            all.remove(resource);
        } else {
            all.put(resource, Map.copyOf(changed));
        }
    }

    private void apply(BrokerRegistrationChangeRecord change) {
        BrokerImage broker = brokersToChange().get(change.brokerId());
        if (broker == null || broker.epoch() != change.brokerEpoch()) {
            throw new BugException("a change of a registration that is not there: " + change);
        }
        brokersToChange().put(broker.id(), broker.changed(change));
    }

    /** Who was eligible is forgotten: what min.insync.replicas promised has changed. */
    private void apply(ClearElrRecord record) {
        List<TopicImage> all =
                record.topicName().isEmpty()
                        ? List.copyOf((byName != null ? byName : base.topicsByName()).values())
                        : List.of(topic(record.topicName()));
        for (TopicImage topic : all) {
            for (PartitionImage each : List.copyOf(partitionsToChange(topic.id()))) {
                put(topic.id(), each.withoutElr());
            }
        }
    }

    private TopicImage topic(String name) {
        TopicImage topic = (byName != null ? byName : base.topicsByName()).get(name);
        if (topic == null) {
            throw new BugException("a record names topic " + name + ", which is not there");
        }
        return topic;
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

    private TreeMap<Integer, ControllerImage> controllersToChange() {
        if (controllers == null) {
            controllers = new TreeMap<>(base.controllersById());
        }
        return controllers;
    }

    private Map<ConfigResource, Map<String, String>> configsToChange() {
        if (configs == null) {
            configs = new HashMap<>(base.allConfigs());
        }
        return configs;
    }
}
