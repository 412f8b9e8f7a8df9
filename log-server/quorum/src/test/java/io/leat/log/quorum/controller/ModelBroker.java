package io.leat.log.quorum.controller;

import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A broker that follows the images at its own pace, leads and copies what the last one says. */
final class ModelBroker {

    record Name(Uuid topic, int partition) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic != 0 ? byTopic : Integer.compare(partition, other.partition);
        }
    }

    /** What a leader knows of a follower from its last fetch. */
    record Fetched(int end, long brokerEpoch) {}

    /** One partition, while this broker believes to lead it. */
    static final class Lead {
        final int leaderEpoch;
        final Map<Integer, Fetched> followers = new HashMap<>();
        final int start;
        @Nullable List<Integer> proposed;
        int proposedAt;
        int highWatermark;

        Lead(int leaderEpoch, int start) {
            this.leaderEpoch = leaderEpoch;
            this.start = start;
        }
    }

    final int id;
    final Map<Name, ModelLog> logs = new TreeMap<>();
    final Map<Name, Lead> leads = new TreeMap<>();

    /** What lost records in a crash. */
    final Set<Name> cut = new HashSet<>();

    boolean running;
    Uuid incarnation = new Uuid(0, 0);
    long epoch = -1;
    long previousEpoch = -1;
    int viewIndex;
    MetadataImage view = MetadataImage.EMPTY;

    ModelBroker(int id) {
        this.id = id;
    }

    ModelLog log(Name name) {
        return logs.computeIfAbsent(name, n -> new ModelLog());
    }

    @Nullable PartitionImage partition(Name name) {
        TopicImage topic = view.topic(name.topic());
        return topic == null ? null : topic.partition(name.partition());
    }

    /** Whether what the image says about this broker is about this process. */
    boolean serves() {
        BrokerImage self = view.broker(id);
        return running && self != null && self.incarnation().equals(incarnation) && !self.fenced();
    }

    /** The offset up to which everything is committed, as this leader sees it. */
    int committable(Name name, PartitionImage partition, int minIsr) {
        Lead lead = leads.get(name);
        if (lead == null || partition.isr().size() < partition.minIsr(minIsr)) {
            return 0;
        }
        int end = log(name).end();
        for (int replica : partition.isr()) {
            end = Math.min(end, endOf(lead, name, replica));
        }
        List<Integer> proposed = lead.proposed;
        if (proposed != null) {
            for (int replica : proposed) {
                end = Math.min(end, endOf(lead, name, replica));
            }
        }
        return end;
    }

    private int endOf(Lead lead, Name name, int replica) {
        if (replica == id) {
            return log(name).end();
        }
        Fetched fetched = lead.followers.get(replica);
        return fetched == null ? 0 : fetched.end();
    }
}
