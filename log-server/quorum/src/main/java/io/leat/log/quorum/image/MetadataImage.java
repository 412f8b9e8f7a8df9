package io.leat.log.quorum.image;

import io.leat.log.protocol.Uuid;
import java.util.Collection;
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
            new MetadataImage(0, Map.of(), Map.of(), new TreeMap<>(), Map.of(), Map.of(), 0);

    private final long offset;
    private final Map<String, TopicImage> topicsByName;
    private final Map<Uuid, TopicImage> topicsById;
    private final TreeMap<Integer, BrokerImage> brokers;
    private final Map<ConfigResource, Map<String, String>> configs;
    private final Map<String, Short> features;
    private final long nextProducerId;

    /** The maps must not change afterwards. */
    MetadataImage(
            long offset,
            Map<String, TopicImage> topicsByName,
            Map<Uuid, TopicImage> topicsById,
            TreeMap<Integer, BrokerImage> brokers,
            Map<ConfigResource, Map<String, String>> configs,
            Map<String, Short> features,
            long nextProducerId) {
        this.offset = offset;
        this.topicsByName = topicsByName;
        this.topicsById = topicsById;
        this.brokers = brokers;
        this.configs = configs;
        this.features = features;
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

    /** The settings of {@code resource} that were set: text by name. */
    public Map<String, String> configs(ConfigResource resource) {
        return configs.getOrDefault(resource, Map.of());
    }

    /** The finalized features: level by name. */
    public Map<String, Short> features() {
        return java.util.Collections.unmodifiableMap(features);
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

    Map<ConfigResource, Map<String, String>> allConfigs() {
        return configs;
    }
}
