package io.leat.log.testkit.live;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies a topic exactly once, as one of a group. Who copied what is judged by the output alone.
 */
final class Copier extends LiveActor {

    private final Clients clients;
    private final Map<String, String> reading;
    private final Map<String, String> writing;
    private final String in;
    private final String out;
    private LiveConsumer consumer;
    private LiveProducer producer;

    Copier(String name, Recorder recorder, Clients clients, String address, String in, String out) {
        super(name, recorder);
        this.clients = clients;
        this.in = in;
        this.out = out;
        this.reading = GroupMember.groupSettings(address, "copiers");
        this.writing =
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
    }

    @Override
    void step() {
        try {
            open();
            List<LiveConsumer.Read> read = consumer.poll(100);
            if (!read.isEmpty()) {
                copy(read);
            }
        } catch (RuntimeException e) {
            recorder.trouble(name, "copied", e, Errors.ofTransaction(e));
            reopen(e);
        }
    }

    private void open() {
        if (producer == null) {
            producer = clients.producer(writing);
            producer.initTransactions();
        }
        if (consumer == null) {
            consumer = clients.consumer(reading);
            consumer.subscribe(List.of(in), places -> recorder.count("partitions to copy"));
        }
    }

    private void copy(List<LiveConsumer.Read> read) {
        Map<Place, Long> offsets = new HashMap<>();
        producer.begin();
        for (LiveConsumer.Read each : read) {
            producer.send(
                    new Place(out, each.place().partition()),
                    each.value(),
                    (offset, failure) -> {});
            offsets.merge(each.place(), each.offset() + 1, Math::max);
        }
        producer.sendOffsets(offsets, consumer);
        producer.commit();
        recorder.count("transactions that copied");
    }

    /** From the committed offsets on, with a new producer: what was open is aborted by that. */
    private void reopen(RuntimeException cause) {
        try {
            if (producer != null) {
                producer.close(0);
            }
            if (consumer != null) {
                consumer.close();
            }
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            recorder.trouble(name, "closed", e, Errors.ofTransaction(e));
        }
        producer = null;
        consumer = null;
    }

    @Override
    void finish() {
        if (producer != null) {
            producer.close();
        }
        if (consumer != null) {
            consumer.close();
        }
    }
}
