package io.leat.log.testkit.live;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A member of a group that commits what it was given, and leaves and comes back at times. */
final class GroupMember extends LiveActor {

    private static final int LEAVES_PER_MILLE = 4;

    private final String group;
    private final Clients clients;
    private final Map<String, String> settings;
    private final String topic;
    private LiveConsumer consumer;
    private int assignment;

    GroupMember(
            String group,
            String name,
            Recorder recorder,
            Clients clients,
            String address,
            String topic) {
        super(group + "/" + name, recorder);
        this.group = group;
        this.clients = clients;
        this.topic = topic;
        this.settings = groupSettings(address, group);
    }

    static Map<String, String> groupSettings(String address, String group) {
        return settings(
                address,
                "group.id",
                group,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false",
                "session.timeout.ms",
                "6000",
                "heartbeat.interval.ms",
                "1000",
                "max.poll.interval.ms",
                "120000");
    }

    @Override
    void step() {
        if (consumer == null) {
            consumer = clients.consumer(settings);
            consumer.subscribe(List.of(topic), this::assigned);
        }
        try {
            List<LiveConsumer.Read> read = consumer.poll(100);
            recorder.polled(name, assignment, read);
            if (!read.isEmpty()) {
                commit(read);
            }
        } catch (RuntimeException e) {
            recorder.trouble(name, "read", e, Errors.ofGroup(e));
        }
        if (random(1000) < LEAVES_PER_MILLE) {
            leave();
        }
    }

    private void assigned(Collection<Place> places) {
        assignment++;
        for (Place place : places) {
            long acknowledged = recorder.acknowledged(group, place);
            recorder.resumed(group, place, acknowledged, consumer.position(place));
        }
    }

    private void commit(List<LiveConsumer.Read> read) {
        Map<Place, Long> offsets = new HashMap<>();
        read.forEach(each -> offsets.merge(each.place(), each.offset() + 1, Math::max));
        consumer.commit(offsets);
        offsets.forEach((place, offset) -> recorder.committed(group, place, offset));
    }

    private void leave() {
        try {
            consumer.close();
        } catch (RuntimeException e) {
            recorder.trouble(name, "left", e, Errors.ofGroup(e));
        }
        consumer = null;
    }

    @Override
    void finish() {
        if (consumer != null) {
            leave();
        }
    }
}
