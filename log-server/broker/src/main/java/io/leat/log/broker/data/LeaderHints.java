package io.leat.log.broker.data;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.cluster.Addresses;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an answer tells clients who came to the wrong broker: who leads, and where he is (KIP-951).
 * Made for one answer, on the loop of its connection.
 */
public final class LeaderHints {

    /** Who leads a partition, as this broker knows. */
    public record Leader(int id, int epoch) {}

    /** Makes a broker's address in the terms of one response. */
    public interface EndpointMaker<E> {
        E make(int id, String host, int port, @Nullable String rack);
    }

    private final Broker broker;
    private final RequestContext context;
    private final boolean known;
    private final Set<Integer> leaders = new TreeSet<>();

    /**
     * @param firstVersion of the request with which clients understand it
     */
    public LeaderHints(Broker broker, RequestContext context, int firstVersion) {
        this.broker = broker;
        this.context = context;
        this.known = context.apiVersion() >= firstVersion;
    }

    /** Who leads the partition, if that is what {@code error} is about and it is known. */
    public @Nullable Leader leader(Uuid topicId, String name, int partition, ErrorCode error) {
        boolean wrong =
                error == ErrorCode.NOT_LEADER_OR_FOLLOWER || error == ErrorCode.FENCED_LEADER_EPOCH;
        if (!known || !wrong) {
            return null;
        }
        MetadataImage image = broker.image();
        TopicImage topic = topicId.equals(Uuid.ZERO) ? image.topic(name) : image.topic(topicId);
        PartitionImage found = topic == null ? null : topic.partition(partition);
        if (found == null) {
            return null;
        }
        if (found.hasLeader()) {
            leaders.add(found.leader());
        }
        return new Leader(found.leader(), found.leaderEpoch());
    }

    /** Where those are that were named. */
    public <E> List<E> endpoints(EndpointMaker<E> maker) {
        List<E> found = new ArrayList<>();
        for (int id : leaders) {
            BrokerImage image = broker.image().broker(id);
            Endpoint address = image == null ? null : Addresses.of(image, context);
            if (image != null && address != null) {
                found.add(maker.make(id, address.host(), address.port(), image.rack()));
            }
        }
        return found;
    }
}
