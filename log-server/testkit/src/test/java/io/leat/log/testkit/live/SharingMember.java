package io.leat.log.testkit.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * A member of a share group with Apache's share consumer, which accepts what it is given, and
 * releases a part of it the first time. What brokers took of that, it notes in a ledger.
 */
final class SharingMember extends LiveActor {

    private static final int RELEASED_ONE_IN = 5;

    private record Said(short delivery, boolean done) {}

    private final KafkaShareConsumer<String, String> consumer;
    private final SharedLedger ledger;
    private final Map<Long, Said> unanswered = new HashMap<>();

    SharingMember(
            String name, Recorder recorder, String address, String topic, SharedLedger ledger) {
        super(name, recorder);
        this.ledger = ledger;
        Map<String, Object> all =
                new HashMap<>(
                        settings(
                                address,
                                "group.id",
                                topic,
                                "share.acknowledgement.mode",
                                "explicit",
                                "max.poll.records",
                                "20"));
        this.consumer =
                new KafkaShareConsumer<>(all, new StringDeserializer(), new StringDeserializer());
        consumer.setAcknowledgementCommitCallback(this::answered);
        consumer.subscribe(List.of(topic));
    }

    private void answered(Map<TopicIdPartition, Set<Long>> offsets, Exception failure) {
        offsets.values()
                .forEach(
                        all ->
                                all.forEach(
                                        offset -> {
                                            Said said = unanswered.remove(offset);
                                            if (said != null) {
                                                note(offset, said, failure);
                                            }
                                        }));
    }

    /** What is refused comes again; of what is not answered nobody knows. */
    private void note(long offset, Said said, Exception failure) {
        if (failure == null) {
            ledger.taken(offset, said.delivery, said.done);
        } else if (said.done && !(failure instanceof InvalidRecordStateException)) {
            ledger.unknown(offset);
        }
    }

    @Override
    void step() {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
            short delivery = each.deliveryCount().orElseThrow();
            ledger.given(each.offset(), delivery);
            boolean done = delivery > 1 || each.offset() % RELEASED_ONE_IN > 0;
            unanswered.put(each.offset(), new Said(delivery, done));
            consumer.acknowledge(each, done ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
        }
        if (random(3) == 0) {
            consumer.commitSync();
        }
    }

    @Override
    void finish() {
        consumer.close();
    }
}
