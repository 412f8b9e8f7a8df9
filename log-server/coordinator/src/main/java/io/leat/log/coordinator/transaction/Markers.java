package io.leat.log.coordinator.transaction;

import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Timers;
import io.leat.log.coordinator.TopicPartition;
import io.leat.log.coordinator.TransactionMarker;
import io.leat.log.coordinator.transaction.TransactionRecord.Saved;
import io.leat.log.runtime.Timer;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries decided outcomes to the partitions, and completes the transaction when all have theirs.
 * Owned by the shard's loop; volatile, since markers may be sent twice: after a failover all of
 * them are.
 */
final class Markers {

    private static final Logger log = LoggerFactory.getLogger(Markers.class);

    private final Map<String, Transaction> transactions;
    private final Timers<TransactionRecord> timers;
    private final MarkerSender sender;
    private final CoordinatorEpoch epoch;
    private final TransactionSettings settings;
    private final Map<String, Delivery> deliveries = new HashMap<>();

    /** The leader epoch of the coordinator's own partition. */
    interface CoordinatorEpoch {
        int current();
    }

    Markers(
            Map<String, Transaction> transactions,
            Timers<TransactionRecord> timers,
            MarkerSender sender,
            CoordinatorEpoch epoch,
            TransactionSettings settings) {
        this.transactions = transactions;
        this.timers = timers;
        this.sender = sender;
        this.epoch = epoch;
        this.settings = settings;
    }

    /** Begins to deliver; {@code prepared} is committed in the log. */
    void deliver(Transaction prepared) {
        Delivery delivery = new Delivery(prepared);
        deliveries.put(prepared.id(), delivery);
        delivery.send();
    }

    /** Nothing is sent any more. */
    void stop() {
        deliveries.clear();
    }

    private final class Delivery {
        private final Transaction prepared;
        private final Set<TopicPartition> missing;
        private @Nullable Timer retry;

        Delivery(Transaction prepared) {
            this.prepared = prepared;
            this.missing = new LinkedHashSet<>(prepared.partitions());
        }

        void send() {
            retry = null;
            if (missing.isEmpty()) {
                completeSoon(0);
                return;
            }
            TransactionMarker marker =
                    new TransactionMarker(
                            prepared.producer(),
                            prepared.status() == TransactionStatus.PREPARE_COMMIT,
                            epoch.current(),
                            prepared.version());
            sender.send(
                    marker, Collections.unmodifiableSet(new LinkedHashSet<>(missing)), this::sent);
        }

        private void sent(Map<TopicPartition, MarkerSender.Result> results) {
            if (deliveries.get(prepared.id()) != this || missing.isEmpty()) {
                return;
            }
            boolean again = false;
            for (Map.Entry<TopicPartition, MarkerSender.Result> each : results.entrySet()) {
                switch (each.getValue()) {
                    case WRITTEN, GONE -> missing.remove(each.getKey());
                    case RETRY -> again = true;
                    case FENCED -> {
                        log.warn(
                                "Marker fenced transaction={} at={}", prepared.id(), each.getKey());
                        deliveries.remove(prepared.id());
                        return;
                    }
                }
            }
            if (missing.isEmpty()) {
                completeSoon(0);
            } else if (again && retry == null) {
                retry =
                        timers.schedule(
                                settings.markerRetryMs(),
                                now -> {
                                    send();
                                    return Decision.none();
                                });
            }
        }

        /** Tries until the log takes the record: the next transaction waits for it. */
        private void completeSoon(long delayMs) {
            timers.schedule(delayMs, this::complete);
        }

        private Decision<TransactionRecord> complete(Moment now) {
            if (deliveries.get(prepared.id()) != this
                    || !prepared.equals(transactions.get(prepared.id()))) {
                deliveries.remove(prepared.id(), this);
                return Decision.none();
            }
            completeSoon(settings.markerRetryMs());
            return Decision.<TransactionRecord>none()
                    .append(new Saved(prepared.completed(now.epochMillis())));
        }
    }
}
