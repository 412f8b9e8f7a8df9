package io.leat.clients.consumer;

import io.leat.clients.consumer.ConsumerPartitionAssignor.Assignment;
import io.leat.clients.consumer.ConsumerPartitionAssignor.Subscription;
import io.leat.common.TopicPartition;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.Writer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Subscriptions and assignments as members exchange them through the coordinator: a version, then
 * its fields; versions to come only add fields at the end (KIP-429, KIP-792, KIP-881). Stateless.
 */
final class AssignmentCodec {

    private static final short VERSION = 3;

    private AssignmentCodec() {}

    static ByteBuffer encode(Subscription subscription) {
        Writer out = new Writer(VERSION, false);
        out.int16(VERSION);
        List<String> topics = subscription.topics().stream().sorted().toList();
        out.int32(topics.size());
        topics.forEach(out::string);
        out.nullableBytes(subscription.userData());
        write(out, subscription.ownedPartitions());
        out.int32(subscription.generationId().orElse(-1));
        out.nullableString(subscription.rackId().orElse(null));
        return out.toBuffer();
    }

    static Subscription subscription(ByteBuffer bytes) {
        Reader in = new Reader(bytes.duplicate(), VERSION, false);
        int version = in.int16();
        List<String> topics = in.list(Reader::string);
        ByteBuffer userData = in.nullableBytes();
        List<TopicPartition> owned = version >= 1 ? read(in) : List.of();
        int generation = version >= 2 ? in.int32() : -1;
        String rack = version >= 3 ? in.nullableString() : null;
        return new Subscription(topics, userData, owned, generation, Optional.ofNullable(rack));
    }

    static ByteBuffer encode(Assignment assignment) {
        Writer out = new Writer(VERSION, false);
        out.int16(VERSION);
        write(out, assignment.partitions());
        out.nullableBytes(assignment.userData());
        return out.toBuffer();
    }

    /** Empty bytes mean an empty assignment. */
    static Assignment assignment(ByteBuffer bytes) {
        if (!bytes.hasRemaining()) {
            return new Assignment(List.of());
        }
        Reader in = new Reader(bytes.duplicate(), VERSION, false);
        in.int16(); // version: the fields of 0 are those of all
        return new Assignment(read(in), in.nullableBytes());
    }

    private static void write(Writer out, List<TopicPartition> partitions) {
        Map<String, List<Integer>> byTopic = new TreeMap<>();
        for (TopicPartition partition : partitions) {
            byTopic.computeIfAbsent(partition.topic(), none -> new ArrayList<>())
                    .add(partition.partition());
        }
        out.int32(byTopic.size());
        byTopic.forEach(
                (topic, numbers) -> {
                    out.string(topic);
                    out.int32(numbers.size());
                    numbers.forEach(out::int32);
                });
    }

    private static List<TopicPartition> read(Reader in) {
        List<TopicPartition> partitions = new ArrayList<>();
        in.list(
                topics -> {
                    String topic = topics.string();
                    topics.list(Reader::int32)
                            .forEach(number -> partitions.add(new TopicPartition(topic, number)));
                    return topic;
                });
        return partitions;
    }
}
