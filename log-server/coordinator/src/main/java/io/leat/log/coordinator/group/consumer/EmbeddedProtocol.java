package io.leat.log.coordinator.group.consumer;

import io.leat.log.coordinator.VersionedBytes;
import io.leat.log.coordinator.group.TopicCatalog;
import io.leat.log.coordinator.group.assignment.Assignment;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConsumerProtocolAssignment;
import io.leat.log.protocol.message.ConsumerProtocolSubscription;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes what consumers of the classic protocol tell each other. Stateless; malformed
 * bytes are a {@link io.leat.log.protocol.MalformedMessageException}.
 */
final class EmbeddedProtocol {

    private EmbeddedProtocol() {}

    static ConsumerProtocolSubscription subscription(ByteBuffer metadata) {
        return ConsumerProtocolSubscription.read(
                VersionedBytes.value(metadata, ConsumerProtocolSubscription.VERSIONS));
    }

    /** What a member says that it has; topics that do not exist are left out. */
    static Assignment owned(ConsumerProtocolSubscription subscription, TopicCatalog topics) {
        Map<Uuid, List<Integer>> owned = new HashMap<>();
        for (ConsumerProtocolSubscription.TopicPartition each : subscription.ownedPartitions()) {
            Uuid id = topics.id(each.topic());
            if (id != null) {
                owned.put(id, each.partitions());
            }
        }
        return Assignment.of(owned);
    }

    static ConsumerProtocolAssignment assignment(ByteBuffer bytes) {
        return ConsumerProtocolAssignment.read(
                VersionedBytes.value(bytes, ConsumerProtocolAssignment.VERSIONS));
    }

    static Assignment assigned(ConsumerProtocolAssignment assignment, TopicCatalog topics) {
        Map<Uuid, List<Integer>> assigned = new HashMap<>();
        for (ConsumerProtocolAssignment.TopicPartition each : assignment.assignedPartitions()) {
            Uuid id = topics.id(each.topic());
            if (id != null) {
                assigned.put(id, each.partitions());
            }
        }
        return Assignment.of(assigned);
    }

    /** {@code assignment} in the version in which {@code metadata} is. */
    static ByteBuffer bytes(Assignment assignment, ByteBuffer metadata, TopicCatalog topics) {
        List<ConsumerProtocolAssignment.TopicPartition> named = new ArrayList<>();
        assignment
                .topics()
                .forEach(
                        (topic, numbers) -> {
                            String name = topics.name(topic);
                            if (name != null) {
                                named.add(
                                        new ConsumerProtocolAssignment.TopicPartition(
                                                name, List.copyOf(numbers)));
                            }
                        });
        return VersionedBytes.write(
                new ConsumerProtocolAssignment(named, null),
                ConsumerProtocolAssignment.VERSIONS,
                VersionedBytes.version(metadata));
    }
}
