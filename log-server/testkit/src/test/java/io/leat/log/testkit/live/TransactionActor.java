package io.leat.log.testkit.live;

import io.leat.log.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Transactions in the manner of Jepsen's Kafka workload: each writes to some partitions and reads
 * from all of them. It knows how each ended, or that it does not know.
 */
final class TransactionActor extends LiveActor {

    private static final int OPERATIONS_MAX = 5;
    private static final int ABORTS_PERCENT = 15;
    private static final int READS_PERCENT = 35;
    private static final int COMMIT_ATTEMPTS = 20;
    private static final int REST_MS = 30;

    private final Clients clients;
    private final Map<String, String> settings;
    private final List<Place> places;
    private final LiveConsumer consumer;
    private LiveProducer producer;
    private final Outbox outbox;
    private boolean timedOut;
    private long begun;

    TransactionActor(
            String name, Recorder recorder, Clients clients, String address, List<Place> places) {
        super(name, recorder);
        this.clients = clients;
        this.places = places;
        this.outbox = new Outbox(name, recorder);
        this.settings =
                settings(
                        address,
                        "transactional.id",
                        name,
                        "transaction.timeout.ms",
                        "600000",
                        "max.block.ms",
                        "20000",
                        "linger.ms",
                        "1");
        this.consumer = clients.consumer(settings(address, "isolation.level", "read_committed"));
        consumer.assign(places);
    }

    @Override
    void step() {
        if (producer == null && !open()) {
            return;
        }
        String transaction = name + "/" + begun++;
        boolean committing = false;
        timedOut = false;
        try {
            producer.begin();
            operate(transaction);
            if (random(100) < ABORTS_PERCENT) {
                producer.abort();
                recorder.ended(transaction, Outcome.FAILED);
                return;
            }
            recorder.committing(transaction);
            committing = true;
            commit();
            recorder.ended(transaction, Outcome.DONE);
            rest(REST_MS);
        } catch (RuntimeException e) {
            recorder.trouble(name, committing ? "committed" : "wrote", e, Errors.ofTransaction(e));
            giveUp(transaction, committing);
        }
    }

    private boolean open() {
        LiveProducer fresh = clients.producer(settings);
        try {
            fresh.initTransactions();
            producer = fresh;
            return true;
        } catch (RuntimeException e) {
            recorder.trouble(name, "began", e, Errors.ofTransaction(e));
            fresh.close(0);
            return false;
        }
    }

    private void operate(String transaction) {
        for (int i = random(OPERATIONS_MAX); i >= 0; i--) {
            if (random(100) < READS_PERCENT) {
                recorder.polled(name, 1, consumer.poll(20));
            } else {
                send(transaction, places.get(random(places.size())), transaction + "/" + i);
            }
        }
    }

    private void send(String transaction, Place place, String value) {
        outbox.send(producer, transaction, place, value, (offset, failure) -> {});
    }

    /** Only a commit may follow a commit that timed out. */
    private void commit() {
        for (int attempt = 1; ; attempt++) {
            try {
                producer.commit();
                return;
            } catch (RuntimeException e) {
                timedOut |= Errors.retriable(e);
                if (!Errors.retriable(e) || attempt == COMMIT_ATTEMPTS || stopping()) {
                    throw e;
                }
                recorder.trouble(name, "committed", e, true);
            }
        }
    }

    /** Without a commit that was asked for, it is aborted whatever comes. */
    private void giveUp(String transaction, boolean committing) {
        Outcome outcome = committing ? Outcome.UNKNOWN : Outcome.FAILED;
        try {
            if (!timedOut) {
                producer.abort();
                recorder.ended(transaction, Outcome.FAILED);
                return;
            }
        } catch (RuntimeException e) {
            recorder.trouble(name, "aborted", e, Errors.ofTransaction(e));
        }
        recorder.ended(transaction, outcome);
        producer.close(0);
        producer = null;
    }

    @Override
    void finish() {
        if (producer == null) {
            open(); // aborts what is open still
        }
        if (producer != null) {
            producer.close();
        }
        List<LiveConsumer.Read> rest = new ArrayList<>(consumer.poll(0));
        recorder.polled(name, 1, rest);
        consumer.close();
    }
}
