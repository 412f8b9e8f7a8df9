package io.leat.log.testkit.sim;

import io.leat.clients.consumer.AcknowledgeType;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.LeatShareConsumer;
import io.leat.common.TopicIdPartition;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A member of a share group, which accepts most records and releases or rejects the others, until
 * it is told to stop.
 */
final class SharingReader extends Actor {

    private static final int RELEASED_ONE_IN = 8;
    private static final int REJECTED_ONE_IN = 20;
    private static final int RENEWED_ONE_IN = 25;

    /** Records with which nobody comes to an end, so that they are given up by the limit. */
    private static final int POISONED_ONE_IN = 40;

    /** After so many polls a member leaves and another one comes. */
    private static final int POLLS_MAX = 60;

    private final ReadingGroup.Setting setting;
    private final String group;
    private final Deliveries deliveries;
    private final Entropy dice;

    SharingReader(ReadingGroup.Setting setting, String name, String group, Deliveries deliveries) {
        super(setting.log(), name, setting.history());
        this.setting = setting;
        this.group = group;
        this.deliveries = deliveries;
        this.dice = setting.log().simulation().entropy(name);
    }

    @Override
    protected void work(Ports ports) {
        SharingGroup.choose(ports, with(), group, "read_committed");
        while (!setting.stopped().getAsBoolean()) {
            read(ports, 1 + dice.nextInt(POLLS_MAX));
        }
    }

    private void read(Ports ports, int polls) {
        StringDeserializer strings = new StringDeserializer();
        Deliveries.Consumer self = deliveries.begins(SharingGroup.names(setting));
        try (LeatShareConsumer<String, String> consumer =
                LeatShareConsumer.on(ports, settings(), strings, strings)) {
            Unanswered unanswered = new Unanswered();
            consumer.setAcknowledgementCommitCallback(unanswered::answered);
            consumer.subscribe(topics(setting));
            for (int i = 0; i < polls && !setting.stopped().getAsBoolean(); i++) {
                boolean renewed = false;
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    deliveries.given(record, self);
                    AcknowledgeType type = drawn(record);
                    renewed |= type == AcknowledgeType.RENEW;
                    unanswered.say(record, type);
                    consumer.acknowledge(record, type);
                }
                // What is renewed comes with the next poll: by then it is to be answered.
                if (renewed || dice.nextInt(3) == 0) {
                    consumer.commitSync();
                }
            }
            consumer.commitSync();
        }
    }

    static Set<String> topics(ReadingGroup.Setting setting) {
        Set<String> topics = new TreeSet<>();
        setting.input().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    private Map<String, Object> settings() {
        return with(
                "group.id",
                group,
                "share.acknowledgement.mode",
                "explicit",
                "max.poll.records",
                20);
    }

    private AcknowledgeType drawn(ConsumerRecord<String, String> record) {
        if (Math.floorMod(record.value().hashCode(), POISONED_ONE_IN) == 0
                || dice.nextInt(RELEASED_ONE_IN) == 0) {
            return AcknowledgeType.RELEASE;
        } else if (dice.nextInt(RENEWED_ONE_IN) == 0) {
            return AcknowledgeType.RENEW;
        }
        return dice.nextInt(REJECTED_ONE_IN) == 0 ? AcknowledgeType.REJECT : AcknowledgeType.ACCEPT;
    }

    /** What one consumer said and was not answered yet. Owned by its thread. */
    private final class Unanswered {

        private final Map<String, Deliveries.Said> all = new HashMap<>();

        void say(ConsumerRecord<String, String> record, AcknowledgeType type) {
            String partition = new TopicPartition(record.topic(), record.partition()).toString();
            Deliveries.Said said =
                    new Deliveries.Said(
                            partition,
                            record.offset(),
                            record.deliveryCount().orElse((short) 0),
                            type);
            all.put(partition + "@" + record.offset(), said);
            deliveries.said(said);
        }

        void answered(Map<TopicIdPartition, Set<Long>> offsets, Exception failure) {
            offsets.forEach(
                    (partition, numbers) -> {
                        for (long offset : numbers) {
                            Deliveries.Said said =
                                    all.remove(partition.topicPartition() + "@" + offset);
                            if (said != null && failure == null) {
                                deliveries.taken(said);
                            }
                        }
                    });
        }
    }
}
