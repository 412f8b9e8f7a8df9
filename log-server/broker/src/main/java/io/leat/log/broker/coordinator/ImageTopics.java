package io.leat.log.broker.coordinator;

import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The topics of a metadata image, for coordinators. Immutable; safe on every loop. */
record ImageTopics(MetadataImage image) implements TopicCatalog {

    @Override
    public long version() {
        return image.offset();
    }

    @Override
    public @Nullable Uuid id(String name) {
        TopicImage topic = image.topic(name);
        return topic == null ? null : topic.id();
    }

    @Override
    public @Nullable String name(Uuid id) {
        TopicImage topic = image.topic(id);
        return topic == null ? null : topic.name();
    }

    @Override
    public int partitions(Uuid id) {
        TopicImage topic = image.topic(id);
        return topic == null ? 0 : topic.partitions().size();
    }

    @Override
    public List<String> racks(Uuid id, int partition) {
        TopicImage topic = image.topic(id);
        PartitionImage found = topic == null ? null : topic.partition(partition);
        if (found == null) {
            return List.of();
        }
        return found.replicas().stream()
                .map(image::broker)
                .filter(Objects::nonNull)
                .map(BrokerImage::rack)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public Collection<String> names() {
        return image.topics().stream().map(TopicImage::name).toList();
    }
}
