package io.leat.log.quorum.image;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.TopicRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole cluster after some offset of the metadata log. Immutable; safe on every loop.
 *
 * <p>A new image shares with the one before what did not change.
 */
public final class MetadataImage {

    /** Before the first record. */
    public static final MetadataImage EMPTY =
            new MetadataImage(
                    0,
                    Map.of(),
                    Map.of(),
                    new TreeMap<>(),
                    new TreeMap<>(),
                    Map.of(),
                    Map.of(),
                    SecurityImage.EMPTY,
                    QuotaImage.EMPTY,
                    0);

    private final long offset;
    private final Map<String, TopicImage> topicsByName;
    private final Map<Uuid, TopicImage> topicsById;
    private final TreeMap<Integer, BrokerImage> brokers;
    private final TreeMap<Integer, ControllerImage> controllers;
    private final Map<ConfigResource, Map<String, String>> configs;
    private final Map<String, Short> features;
    private final SecurityImage security;
    private final QuotaImage quotas;
    private final long nextProducerId;

    /** The maps must not change afterwards. */
    MetadataImage(
            long offset,
            Map<String, TopicImage> topicsByName,
            Map<Uuid, TopicImage> topicsById,
            TreeMap<Integer, BrokerImage> brokers,
            TreeMap<Integer, ControllerImage> controllers,
            Map<ConfigResource, Map<String, String>> configs,
            Map<String, Short> features,
            SecurityImage security,
            QuotaImage quotas,
            long nextProducerId) {
        this.offset = offset;
        this.topicsByName = topicsByName;
        this.topicsById = topicsById;
        this.brokers = brokers;
        this.controllers = controllers;
        this.configs = configs;
        this.features = features;
        this.security = security;
        this.quotas = quotas;
        this.nextProducerId = nextProducerId;
    }

    /** The offset after the last record it contains. */
    public long offset() {
        return offset;
    }

    public @Nullable TopicImage topic(String name) {
        return topicsByName.get(name);
    }

    public @Nullable TopicImage topic(Uuid id) {
        return topicsById.get(id);
    }

    /** All topics, in no order. */
    public Collection<TopicImage> topics() {
        return java.util.Collections.unmodifiableCollection(topicsByName.values());
    }

    public @Nullable BrokerImage broker(int id) {
        return brokers.get(id);
    }

    /** All brokers, in the order of their ids. */
    public Collection<BrokerImage> brokers() {
        return java.util.Collections.unmodifiableCollection(brokers.values());
    }

    /** All controllers that registered, in the order of their ids. */
    public Collection<ControllerImage> controllers() {
        return java.util.Collections.unmodifiableCollection(controllers.values());
    }

    /** The settings of {@code resource} that were set: text by name. */
    public Map<String, String> configs(ConfigResource resource) {
        return configs.getOrDefault(resource, Map.of());
    }

    /** What of that type has settings, by name. */
    public List<String> configured(byte type) {
        return configs.keySet().stream()
                .filter(resource -> resource.type() == type)
                .map(ConfigResource::name)
                .sorted()
                .toList();
    }

    /** The finalized features: level by name. */
    public Map<String, Short> features() {
        return java.util.Collections.unmodifiableMap(features);
    }

    /** Who can log in and who may do what. */
    public SecurityImage security() {
        return security;
    }

    /** How much clients may take. */
    public QuotaImage quotas() {
        return quotas;
    }

    /** The first producer id that no broker has been given. */
    public long nextProducerId() {
        return nextProducerId;
    }

    Map<String, Short> featureLevels() {
        return features;
    }

    Map<String, TopicImage> topicsByName() {
        return topicsByName;
    }

    Map<Uuid, TopicImage> topicsById() {
        return topicsById;
    }

    TreeMap<Integer, BrokerImage> brokersById() {
        return brokers;
    }

    TreeMap<Integer, ControllerImage> controllersById() {
        return controllers;
    }

    Map<ConfigResource, Map<String, String>> allConfigs() {
        return configs;
    }

    /**
     * The records from which this image can be made again, for a snapshot: in an order in which
     * each rests on those before it, the same for equal images.
     */
    public List<LogRecord> records() {
        List<LogRecord> records = new ArrayList<>();
        new TreeMap<>(features).forEach((name, level) -> records.add(level(name, level)));
        controllers.values().forEach(each -> records.add(each.toRecord()));
        brokers.values().forEach(each -> records.add(each.toRecord()));
        for (TopicImage topic : new TreeMap<>(topicsByName).values()) {
            records.add(new TopicRecord(topic.name(), topic.id()));
            topic.partitions().forEach(each -> records.add(each.toRecord(topic.id())));
        }
        configs.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(
                        of ->
                                new TreeMap<>(of.getValue())
                                        .forEach(
                                                (name, value) ->
                                                        records.add(
                                                                of.getKey().record(name, value))));
        records.addAll(security.records());
        records.addAll(quotas.records());
        if (nextProducerId > 0) {
            records.add(new ProducerIdsRecord(-1, -1, nextProducerId));
        }
        return records;
    }

    private static FeatureLevelRecord level(String name, short level) {
        return new FeatureLevelRecord(name, level);
    }

    /** Whether both say the same of the same offset. */
    @Override
    public boolean equals(Object other) {
        return other instanceof MetadataImage image
                && image.offset == offset
                && image.nextProducerId == nextProducerId
                && image.features.equals(features)
                && image.brokers.equals(brokers)
                && image.controllers.equals(controllers)
                && image.configs.equals(configs)
                && image.security.equals(security)
                && image.quotas.equals(quotas)
                && image.topicsById.equals(topicsById);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return "MetadataImage(" + offset + ", " + topicsByName.size() + " topics)";
    }
}
