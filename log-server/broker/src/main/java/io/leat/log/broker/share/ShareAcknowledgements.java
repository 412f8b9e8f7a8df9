package io.leat.log.broker.share;

import io.leat.log.broker.Broker;
import io.leat.log.broker.RequestContext;
import io.leat.log.broker.access.Access;
import io.leat.log.broker.access.Authorizer;
import io.leat.log.broker.access.Operation;
import io.leat.log.broker.coordinator.Gathering;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.TopicImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one request acknowledges, of several partitions. Built and used on the connection's loop.
 */
final class ShareAcknowledgements {

    private final ShareSession.Key key;
    private final boolean renews;
    private final Map<SharePart, List<Acknowledgement>> said = new LinkedHashMap<>();

    /**
     * @param renews whether the request says that there are renewals among them
     */
    ShareAcknowledgements(ShareSession.Key key, boolean renews) {
        this.key = key;
        this.renews = renews;
    }

    void add(SharePart part, List<Acknowledgement> all) {
        if (!all.isEmpty()) {
            said.put(part, all);
        }
    }

    boolean isEmpty() {
        return said.isEmpty();
    }

    /** Tells all; {@code done} gets what came of it, by partition, on the connection's loop. */
    void tell(Broker broker, RequestContext context, Consumer<Map<SharePart, ShareError>> done) {
        List<SharePart> parts = new ArrayList<>(said.keySet());
        Gathering<ShareError> all =
                new Gathering<>(
                        context.loop(),
                        parts.size(),
                        errors -> {
                            Map<SharePart, ShareError> byPart = new LinkedHashMap<>();
                            for (int i = 0; i < parts.size(); i++) {
                                byPart.put(parts.get(i), errors.get(i));
                            }
                            done.accept(byPart);
                        });
        for (int i = 0; i < parts.size(); i++) {
            int number = i;
            tell(broker, context, parts.get(i), error -> all.add(number, error));
        }
    }

    private void tell(
            Broker broker, RequestContext context, SharePart part, Consumer<ShareError> done) {
        List<Acknowledgement> batches = said.getOrDefault(part, List.of());
        ShareError refusal = check(batches);
        PartitionRef ref = broker.shares().ref(part);
        if (refusal != null) {
            done.accept(refusal);
        } else if (!mayRead(broker, context, part)) {
            done.accept(ShareError.of(ErrorCode.TOPIC_AUTHORIZATION_FAILED));
        } else if (ref == null) {
            done.accept(ShareError.of(absence(broker, part)));
        } else {
            broker.shares()
                    .find(
                            key.group(),
                            ref,
                            (open, error) -> {
                                if (open == null) {
                                    done.accept(ShareError.of(error));
                                } else {
                                    open.acknowledge(key.member(), batches, done);
                                }
                            });
        }
    }

    /** Why a partition cannot be found. */
    static ErrorCode absence(Broker broker, SharePart part) {
        return broker.image().topic(part.topicId()) == null
                ? ErrorCode.UNKNOWN_TOPIC_ID
                : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
    }

    /** Whether the client may read the topic; one that is not there passes. */
    static boolean mayRead(Broker broker, RequestContext context, SharePart part) {
        Authorizer authorizer = broker.authorizer();
        MetadataImage image = broker.image();
        TopicImage topic = image.topic(part.topicId());
        return authorizer == null
                || topic == null
                || new Access(authorizer, image, context).topic(Operation.READ, topic.name());
    }

    private @Nullable ShareError check(List<Acknowledgement> batches) {
        long before = -1;
        for (Acknowledgement each : batches) {
            if (each.first() > each.last()) {
                return invalid("A batch ends before it begins.");
            }
            if (each.first() < before) {
                return invalid("Batches overlap, or are not in order.");
            }
            if (each.types().isEmpty()) {
                return invalid("A batch says nothing about its records.");
            }
            if (each.types().size() > 1 && each.types().size() != each.last() - each.first() + 1) {
                return invalid("A batch does not say one thing about each of its records.");
            }
            for (byte type : each.types()) {
                boolean renewal = type == Acknowledgement.RENEW;
                if (type < 0 || type > Acknowledgement.RENEW || renewal && !renews) {
                    return invalid("There is no acknowledgement of type " + type + " here.");
                }
            }
            before = each.last();
        }
        return null;
    }

    private static ShareError invalid(String message) {
        return new ShareError(ErrorCode.INVALID_REQUEST, message);
    }
}
