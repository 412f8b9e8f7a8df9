package io.leat.log.testkit.sim;

import io.leat.clients.consumer.ConsumerRebalanceListener;
import io.leat.clients.consumer.ConsumerRecord;
import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.consumer.OffsetAndMetadata;
import io.leat.clients.consumer.StreamsGroupMember;
import io.leat.common.TopicPartition;
import io.leat.common.serialization.StringDeserializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.Operation.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A member of a group that reads and commits what it has read, until it is told to stop. */
public class GroupReader extends Actor {

    /** How a member takes part in its group. */
    public enum Protocol {
        /** The members assign, by JoinGroup and SyncGroup. */
        CLASSIC,
        /** As {@link #CLASSIC}, and now and then so slow that they are taken for gone. */
        SLOW,
        /** The coordinator assigns, by ConsumerGroupHeartbeat (KIP-848). */
        CONSUMER,
        /** Each attempt draws one of them, so that the group is mixed and migrates. */
        EITHER,
        /** As {@link #EITHER}, with a name that is the same in all attempts (KIP-345). */
        STATIC,
        /** The coordinator hands out tasks, by StreamsGroupHeartbeat (KIP-1071). */
        STREAMS
    }

    /** Where it stands is committed also while nothing comes, but rarely. */
    private static final int IDLE_COMMIT_ONE_IN = 30;

    private static final int POLL_INTERVAL_MS = 3_000;
    private static final int BUSY_ONE_IN = 12;

    private final ReadingGroup.Setting setting;
    private final String group;
    private final Protocol protocol;
    private final Set<String> topics = new TreeSet<>();
    private final Entropy dice;
    private int assignment;

    public GroupReader(ReadingGroup.Setting setting, String name, String group, Protocol protocol) {
        super(setting.log(), name, setting.history());
        this.setting = setting;
        this.group = group;
        this.protocol = protocol;
        setting.input().forEach(partition -> topics.add(partition.topic()));
        this.dice = setting.log().simulation().entropy(name);
    }

    @Override
    protected void work(Ports ports) {
        GroupOwners.Owner owner = setting.owners().begins(group, incarnation());
        try {
            read(ports, owner);
        } finally {
            setting.owners().ends(owner);
        }
    }

    private boolean isClassic() {
        return switch (protocol) {
            case CLASSIC, SLOW -> true;
            case CONSUMER, STREAMS -> false;
            case EITHER, STATIC -> dice.nextInt(2) == 0;
        };
    }

    /**
     * Whether it may be slower than it is waited for. Not static members of classic groups: they
     * are not removed for that, and what they have is given to others meanwhile.
     */
    private boolean isSlow(boolean classic) {
        return !classic || protocol == Protocol.SLOW;
    }

    private Map<String, Object> settings(boolean classic) {
        boolean told = !classic && protocol != Protocol.STREAMS;
        Map<String, Object> settings =
                told ? assignedSettings(group) : consumerSettings(group, setting.assignor());
        if (isSlow(classic)) {
            settings.put("max.poll.interval.ms", POLL_INTERVAL_MS);
        }
        if (protocol == Protocol.STATIC) {
            settings.put("group.instance.id", name());
        } else if (protocol == Protocol.STREAMS) {
            // Half of the attempts take the place of the one before at once.
            String member = dice.nextInt(2) == 0 ? name() : incarnation();
            settings.put(StreamsGroupMember.CONFIG, new StreamsThread(member, group, topics));
        }
        return settings;
    }

    private void read(Ports ports, GroupOwners.Owner owner) {
        StringDeserializer strings = new StringDeserializer();
        String consumerName = group + "/" + incarnation();
        boolean classic = isClassic();
        try (LeatConsumer<String, String> consumer =
                LeatConsumer.on(ports, settings(classic), strings, strings)) {
            consumer.subscribe(topics, new Assigned(consumer, owner));
            boolean moved = true;
            while (!setting.stopped().getAsBoolean()) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
                note(consumerName, records);
                moved |= !records.isEmpty();
                if (isSlow(classic) && dice.nextInt(BUSY_ONE_IN) == 0) {
                    // Meanwhile it may have to give up what it will commit, or be taken for gone.
                    Sender.pause(ports, dice.nextInt(POLL_INTERVAL_MS + 2_000));
                }
                if (dice.nextInt(moved ? 3 : IDLE_COMMIT_ONE_IN) == 0) {
                    moved = false;
                    commit(consumer, owner);
                }
            }
        }
    }

    private void note(String consumerName, ConsumerRecords<String, String> records) {
        for (TopicPartition partition : records.partitions()) {
            List<Seen> seen = new ArrayList<>();
            for (ConsumerRecord<String, String> record : records.records(partition)) {
                seen.add(new Seen(record.offset(), record.value()));
            }
            history().polled(consumerName, assignment, partition.toString(), seen);
        }
    }

    private void commit(LeatConsumer<String, String> consumer, GroupOwners.Owner owner) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(BY_NAME);
        for (TopicPartition partition : consumer.assignment()) {
            offsets.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        GroupOwners.Commit commit =
                setting.owners().commits(owner, consumer.groupMetadata().memberId());
        if (dice.nextInt(2) == 0) {
            consumer.commitSync(offsets);
            commit.taken();
            offsets.forEach(this::committed);
        } else {
            consumer.commitAsync(
                    offsets,
                    (acknowledged, error) -> {
                        if (error == null) {
                            commit.taken();
                            acknowledged.forEach(this::committed);
                        }
                    });
        }
    }

    private void committed(TopicPartition partition, OffsetAndMetadata offset) {
        history().committed(group, partition.toString(), offset.offset());
    }

    private static final java.util.Comparator<TopicPartition> BY_NAME =
            java.util.Comparator.comparing(TopicPartition::toString);

    /** Notes which partitions it has, and where the group stood when one came. */
    private final class Assigned implements ConsumerRebalanceListener {

        private final LeatConsumer<String, String> consumer;
        private final GroupOwners.Owner owner;

        Assigned(LeatConsumer<String, String> consumer, GroupOwners.Owner owner) {
            this.consumer = consumer;
            this.owner = owner;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            assignment++;
            setting.owners().takes(owner, consumer.groupMetadata().memberId(), partitions);
            for (TopicPartition partition : partitions) {
                String name = partition.toString();
                long acknowledged = history().acknowledged(group, name);
                history().resumed(group, name, acknowledged, consumer.position(partition));
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            assignment++;
            setting.owners().givesUp(owner, partitions);
        }
    }
}
