package io.leat.log.testkit.sim;

import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.consumer.StreamsGroupMember;
import io.leat.common.KafkaException;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The only member of a streams group (KIP-1071), which hears nothing for so long that it is taken
 * for gone, and then commits. {@link GroupOwners} judge whether that is taken. Its state is that of
 * the test script.
 */
public final class CutOffMember extends Actor {

    /** The group. */
    public static final String GROUP = "cut-off";

    private final String topic;
    private final GroupOwners owners;
    private boolean member;
    private boolean told;
    private boolean refused;

    public CutOffMember(
            SimulatedLog log, String name, History history, String topic, GroupOwners owners) {
        super(log, name, history);
        this.topic = topic;
        this.owners = owners;
    }

    /** Whether it has been given what it reads; it does nothing until it is told to. */
    public boolean isMember() {
        return member;
    }

    /** Whether its commit failed. */
    public boolean wasRefused() {
        return refused;
    }

    /** It commits now, once; whatever comes of it, it ends then. */
    public void commit() {
        told = true;
    }

    @Override
    protected void work(Ports ports) {
        StringDeserializer strings = new StringDeserializer();
        Map<String, Object> settings = consumerSettings(GROUP, "");
        settings.put(StreamsGroupMember.CONFIG, new StreamsThread(name(), GROUP, Set.of(topic)));
        settings.put("max.poll.interval.ms", 60_000);
        GroupOwners.Owner owner = owners.begins(GROUP, incarnation());
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(ports, settings, strings, strings)) {
            consumer.subscribe(Set.of(topic), new Assigned(consumer, owner));
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(200));
            }
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            consumer.assignment().forEach(each -> offsets.put(each, new OffsetAndMetadata(0)));
            member = true;
            while (!told) {
                Sender.pause(ports, 20);
            }
            commit(consumer, owner, offsets);
        } finally {
            owners.ends(owner);
        }
    }

    private void commit(
            LeatConsumer<String, String> consumer,
            GroupOwners.Owner owner,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        GroupOwners.Commit commit = owners.commits(owner, consumer.groupMetadata().memberId());
        try {
            consumer.commitSync(offsets);
            commit.taken();
        } catch (KafkaException e) {
            refused = true;
        }
    }

    /** Notes what it has. */
    private final class Assigned implements ConsumerRebalanceListener {

        private final LeatConsumer<String, String> consumer;
        private final GroupOwners.Owner owner;

        Assigned(LeatConsumer<String, String> consumer, GroupOwners.Owner owner) {
            this.consumer = consumer;
            this.owner = owner;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            owners.takes(owner, consumer.groupMetadata().memberId(), partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            owners.givesUp(owner, partitions);
        }
    }
}
