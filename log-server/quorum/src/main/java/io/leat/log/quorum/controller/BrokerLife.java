package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerHeartbeatRequest;
import io.leat.log.protocol.message.BrokerHeartbeatResponse;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.UnregisterBrokerRecord;
import io.leat.log.protocol.message.UnregisterBrokerRequest;
import io.leat.log.protocol.message.UnregisterBrokerResponse;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides what becomes of a registered broker: heartbeats, the end of its session, its removal.
 * Stateless.
 *
 * <pre>
 *   fenced --caught up--> serving --wants to stop--> stopping
 *     ^                      |                          |
 *     +---silent, or asks----+--------- leads nothing --+
 * </pre>
 */
public final class BrokerLife {

    private static final byte FENCE = 1;
    private static final byte UNFENCE = -1;
    private static final byte STOPPING = 1;

    /** How far the brokers have followed the metadata log, as the controller heard. */
    public interface Progress {

        /**
         * Whether every serving broker but {@code broker} knows that it is stopping, and so who
         * leads in its place.
         */
        boolean othersKnowStopping(int broker);
    }

    private final TopicRules rules;

    public BrokerLife(TopicRules rules) {
        this.rules = rules;
    }

    /**
     * One heartbeat: the broker tells how far it is and what it wants, and learns its state. The
     * only broker there is stays unfenced whatever it wants: nobody could do anything in its place.
     */
    public Decision<BrokerHeartbeatResponse> heartbeat(
            MetadataImage image, BrokerHeartbeatRequest request, Progress progress) {
        BrokerImage broker = image.broker(request.brokerId());
        if (broker == null) {
            return refused(ErrorCode.BROKER_ID_NOT_REGISTERED);
        }
        if (broker.epoch() != request.brokerEpoch()) {
            return refused(ErrorCode.STALE_BROKER_EPOCH);
        }
        // Its registration is the record at its epoch; it tells the offset after what it has seen.
        boolean caughtUp = request.currentMetadataOffset() > broker.epoch();
        boolean fenced = broker.fenced();
        List<LogRecord> lost = failedDirectories(image, broker, request);
        if (!lost.isEmpty()) { // what else it wants is decided when the image has this
            return new Decision<>(
                    lost,
                    BrokerHeartbeatResponse.builder()
                            .isCaughtUp(caughtUp)
                            .isFenced(fenced)
                            .build());
        }
        List<LogRecord> records = new ArrayList<>(cordoned(broker, request));
        boolean stop = false;
        if (request.wantShutDown()) {
            stop = mayStop(image, broker, progress);
            if (!stop && !broker.inControlledShutdown()) {
                records.add(change(broker).inControlledShutdown(STOPPING).build());
                records.addAll(new BrokerMoves(image, rules).leaving(broker.id()));
            } else if (stop && !fenced && !alone(image, broker)) {
                records.addAll(fenced(image, broker));
                fenced = true;
            }
        } else if (fenced && !request.wantFence() && caughtUp) {
            records.add(change(broker).fenced(UNFENCE).build());
            records.addAll(new BrokerMoves(image, rules).unfenced(broker.id()));
            fenced = false;
        } else if (!fenced && request.wantFence() && image.brokers().size() > 1) {
            records.addAll(fenced(image, broker));
            fenced = true;
        }
        return new Decision<>(
                records,
                BrokerHeartbeatResponse.builder()
                        .isCaughtUp(caughtUp)
                        .isFenced(fenced)
                        .shouldShutDown(stop)
                        .build());
    }

    private static boolean mayStop(MetadataImage image, BrokerImage broker, Progress progress) {
        if (broker.fenced() || alone(image, broker)) {
            return true; // it leads nothing, or there is nobody to take over what it leads
        }
        return broker.inControlledShutdown() && progress.othersKnowStopping(broker.id());
    }

    private static boolean alone(MetadataImage image, BrokerImage broker) {
        return image.brokers().stream().allMatch(b -> b.id() == broker.id() || b.fenced());
    }

    /** Fences a broker whose session ended; nothing if it is fenced, or registered anew since. */
    public Decision<Boolean> sessionEnded(MetadataImage image, int id, long epoch) {
        BrokerImage broker = image.broker(id);
        if (broker == null || broker.fenced() || broker.epoch() != epoch) {
            return Decision.nothing(false);
        }
        return new Decision<>(fenced(image, broker), true);
    }

    private List<LogRecord> fenced(MetadataImage image, BrokerImage broker) {
        List<LogRecord> records = new ArrayList<>();
        records.add(change(broker).fenced(FENCE).build());
        records.addAll(new BrokerMoves(image, rules).gone(broker.id()));
        return records;
    }

    /** Forgets a broker that will not come back. Its replicas stay assigned until moved. */
    public Decision<UnregisterBrokerResponse> unregister(
            MetadataImage image, UnregisterBrokerRequest request) {
        BrokerImage broker = image.broker(request.brokerId());
        if (broker == null) {
            return Decision.nothing(
                    UnregisterBrokerResponse.builder()
                            .errorCode(ErrorCode.BROKER_ID_NOT_REGISTERED)
                            .errorMessage("No broker " + request.brokerId() + " is registered")
                            .build());
        }
        List<LogRecord> records = new ArrayList<>();
        records.addAll(new BrokerMoves(image, rules).gone(broker.id()));
        records.add(new UnregisterBrokerRecord(broker.id(), broker.epoch()));
        return new Decision<>(
                records, UnregisterBrokerResponse.builder().errorMessage(null).build());
    }

    /** Which directories take no new replicas, if that is news. */
    private static List<LogRecord> cordoned(BrokerImage broker, BrokerHeartbeatRequest request) {
        List<Uuid> told = request.cordonedLogDirs();
        List<Uuid> known = broker.cordoned();
        boolean news =
                told != null && (known == null || !Set.copyOf(told).equals(Set.copyOf(known)));
        return news ? List.of(change(broker).cordonedLogDirs(told).build()) : List.of();
    }

    private List<LogRecord> failedDirectories(
            MetadataImage image, BrokerImage broker, BrokerHeartbeatRequest request) {
        Set<Uuid> failed = new HashSet<>(request.offlineLogDirs());
        failed.retainAll(broker.logDirs());
        if (failed.isEmpty()) {
            return List.of();
        }
        List<Uuid> left = broker.logDirs().stream().filter(d -> !failed.contains(d)).toList();
        if (left.isEmpty()) {
            return List.of(); // a broker without a disk that works asks to be fenced, or ends
        }
        List<LogRecord> records = new ArrayList<>();
        records.add(change(broker).logDirs(left).build());
        records.addAll(
                new BrokerMoves(image, rules)
                        .directoriesFailed(
                                broker.id(),
                                (PartitionImage partition) ->
                                        failed.contains(partition.directory(broker.id()))));
        return records;
    }

    private static BrokerRegistrationChangeRecord.Builder change(BrokerImage broker) {
        return BrokerRegistrationChangeRecord.builder()
                .brokerId(broker.id())
                .brokerEpoch(broker.epoch());
    }

    private static Decision<BrokerHeartbeatResponse> refused(ErrorCode error) {
        return Decision.nothing(BrokerHeartbeatResponse.builder().errorCode(error).build());
    }
}
