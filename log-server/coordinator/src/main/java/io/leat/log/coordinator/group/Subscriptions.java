package io.leat.log.coordinator.group;

import io.leat.log.coordinator.VersionedBytes;
import io.leat.log.protocol.MalformedMessageException;
import io.leat.log.protocol.message.ConsumerProtocolSubscription;
import io.leat.log.protocol.message.JoinGroupRequest;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what consumers say when they join; to the coordinator the bytes are otherwise opaque.
 * Stateless.
 */
final class Subscriptions {

    static final String CONSUMER = "consumer";

    private Subscriptions() {}

    /** The topics some member of the group reads; null if that cannot be told. */
    static @Nullable Set<String> topics(ClassicGroup group) {
        if (!CONSUMER.equals(group.protocolType()) || group.protocol() == null) {
            return null;
        }
        Set<String> all = new HashSet<>();
        for (Member member : group.members()) {
            Set<String> topics = topics(member.metadata(group.protocol()));
            if (topics == null) {
                return null;
            }
            all.addAll(topics);
        }
        return all;
    }

    /** Whether a member that comes back with {@code protocols} wants what it wanted before. */
    static boolean same(ClassicGroup group, Member old, List<JoinGroupRequest.Protocol> protocols) {
        ByteBuffer before = old.metadata(group.protocol());
        for (JoinGroupRequest.Protocol each : protocols) {
            if (each.name().equals(group.protocol())) {
                return before.equals(each.metadata()) || sameTopics(group, before, each.metadata());
            }
        }
        return false;
    }

    /** A restarted consumer owns nothing yet, so the rest of its metadata differs. */
    private static boolean sameTopics(ClassicGroup group, ByteBuffer before, ByteBuffer now) {
        if (!CONSUMER.equals(group.protocolType())) {
            return false;
        }
        Set<String> topics = topics(before);
        return topics != null && topics.equals(topics(now));
    }

    private static @Nullable Set<String> topics(ByteBuffer metadata) {
        try {
            return Set.copyOf(
                    ConsumerProtocolSubscription.read(
                                    VersionedBytes.value(
                                            metadata, ConsumerProtocolSubscription.VERSIONS))
                            .topics());
        } catch (MalformedMessageException e) {
            return null;
        }
    }
}
