package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerRegistrationRequest;
import io.leat.log.protocol.message.BrokerRegistrationResponse;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord.BrokerEndpoint;
import io.leat.log.protocol.message.RegisterBrokerRecord.BrokerFeature;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.LevelRange;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides BrokerRegistration: a process wants to be a broker. Stateless.
 *
 * <p>It starts fenced, and its heartbeats unfence it once it has caught up with the metadata log.
 * Only if there is no other broker it serves at once: nothing can have happened without it. Whether
 * the process before it ended in order, it says with the epoch that one had.
 */
public final class RegisterBroker {

    private final TopicRules rules;
    private final String clusterId;

    public RegisterBroker(TopicRules rules, String clusterId) {
        this.rules = rules;
        this.clusterId = clusterId;
    }

    /**
     * @param alive whether the present process under an id was heard of lately
     */
    public Decision<BrokerRegistrationResponse> decide(
            MetadataImage image, BrokerRegistrationRequest request, IntPredicate alive) {
        BrokerImage present = image.broker(request.brokerId());
        if (present != null
                && present.incarnation().equals(request.incarnationId())
                && request.clusterId().equals(clusterId)) {
            return Decision.nothing(accepted(present.epoch())); // it did not get the answer
        }
        try {
            check(image, request, present, alive);
        } catch (Refusal refusal) {
            return Decision.nothing(
                    BrokerRegistrationResponse.builder().errorCode(refusal.error()).build());
        }
        long epoch = image.offset();
        boolean alone = image.brokers().stream().allMatch(b -> b.id() == request.brokerId());
        // Of a broker that was unregistered meanwhile nothing is known: it counts as crashed too.
        boolean crashed = present == null || request.previousBrokerEpoch() != present.epoch();
        RegisterBrokerRecord registration = registration(request, epoch, !alone);
        MetadataDelta registered = new MetadataDelta(image);
        registered.apply(registration); // its log directories may be others than before
        BrokerMoves moves = new BrokerMoves(registered.image(epoch), rules);
        List<LogRecord> records = new ArrayList<>();
        records.add(registration);
        if (alone) {
            records.addAll(moves.backAlone(request.brokerId(), crashed));
        } else if (crashed) {
            records.addAll(moves.crashed(request.brokerId()));
        } else {
            records.addAll(moves.gone(request.brokerId()));
        }
        return new Decision<>(records, accepted(epoch));
    }

    /** Why a process may not register, for its log; null if it may. */
    public @Nullable String violation(
            MetadataImage image, BrokerRegistrationRequest request, IntPredicate alive) {
        try {
            check(image, request, image.broker(request.brokerId()), alive);
            return null;
        } catch (Refusal refusal) {
            return refusal.text();
        }
    }

    private void check(
            MetadataImage image,
            BrokerRegistrationRequest request,
            @Nullable BrokerImage present,
            IntPredicate alive) {
        int id = request.brokerId();
        if (!request.clusterId().equals(clusterId)) {
            throw new Refusal(
                    ErrorCode.INCONSISTENT_CLUSTER_ID,
                    "Broker "
                            + id
                            + " belongs to cluster "
                            + request.clusterId()
                            + ", this is "
                            + clusterId
                            + ": point it to its own controllers, or give it an empty directory");
        }
        if (present != null
                && !present.incarnation().equals(request.incarnationId())
                && !present.fenced()
                && !sameDisk(present, request)
                && alive.test(id)) {
            throw new Refusal(
                    ErrorCode.DUPLICATE_BROKER_REGISTRATION,
                    "Another process is broker "
                            + id
                            + " and alive. If it was stopped just now, this passes within its"
                            + " session timeout; else give one of both another node.id");
        }
        if (id < 0 || request.listeners().isEmpty() || request.isMigratingZkBroker()) {
            throw new Refusal(
                    ErrorCode.INVALID_REGISTRATION,
                    "A broker has an id from 0 on and at least one listener");
        }
        checkDirectories(image, request);
        checkFeatures(image, request);
    }

    /** A directory is locked by the process that uses it: who has it now is its only user. */
    private static boolean sameDisk(BrokerImage present, BrokerRegistrationRequest request) {
        return request.logDirs().stream().anyMatch(present.logDirs()::contains);
    }

    private static void checkDirectories(MetadataImage image, BrokerRegistrationRequest request) {
        if (new HashSet<>(request.logDirs()).size() != request.logDirs().size()) {
            throw new Refusal(
                    ErrorCode.INVALID_REGISTRATION, "Two log directories have the same id");
        }
        for (BrokerImage other : image.brokers()) {
            for (Uuid directory : request.logDirs()) {
                if (other.id() != request.brokerId() && other.logDirs().contains(directory)) {
                    throw new Refusal(
                            ErrorCode.INVALID_REGISTRATION,
                            "Log directory "
                                    + directory
                                    + " belongs to broker "
                                    + other.id()
                                    + ": the disk of one node cannot serve another");
                }
            }
        }
    }

    private static void checkFeatures(MetadataImage image, BrokerRegistrationRequest request) {
        Map<String, LevelRange> supported =
                request.features().stream()
                        .collect(
                                Collectors.toMap(
                                        BrokerRegistrationRequest.Feature::name,
                                        f ->
                                                new LevelRange(
                                                        f.minSupportedVersion(),
                                                        f.maxSupportedVersion()),
                                        (first, second) -> second));
        image.features()
                .forEach(
                        (name, level) -> {
                            LevelRange range = supported.get(name);
                            if (range == null || !range.contains(level)) {
                                throw new Refusal(
                                        ErrorCode.UNSUPPORTED_VERSION,
                                        "The cluster works at level "
                                                + level
                                                + " of "
                                                + name
                                                + ", which this broker cannot: install a version"
                                                + " of Leat that can");
                            }
                        });
    }

    private static RegisterBrokerRecord registration(
            BrokerRegistrationRequest request, long epoch, boolean fenced) {
        return RegisterBrokerRecord.builder()
                .brokerId(request.brokerId())
                .incarnationId(request.incarnationId())
                .brokerEpoch(epoch)
                .endPoints(
                        request.listeners().stream()
                                .map(
                                        l ->
                                                new BrokerEndpoint(
                                                        l.name(),
                                                        l.host(),
                                                        l.port(),
                                                        l.securityProtocol()))
                                .toList())
                .features(
                        request.features().stream()
                                .map(
                                        f ->
                                                new BrokerFeature(
                                                        f.name(),
                                                        f.minSupportedVersion(),
                                                        f.maxSupportedVersion()))
                                .toList())
                .rack(request.rack())
                .fenced(fenced)
                .logDirs(request.logDirs())
                .build();
    }

    private static BrokerRegistrationResponse accepted(long epoch) {
        return BrokerRegistrationResponse.builder().brokerEpoch(epoch).build();
    }
}
