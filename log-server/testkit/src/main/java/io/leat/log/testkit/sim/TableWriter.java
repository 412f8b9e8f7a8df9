package io.leat.log.testkit.sim;

import io.leat.clients.producer.LeatProducer;
import io.leat.clients.producer.ProducerRecord;
import io.leat.common.serialization.StringSerializer;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;

/**
 * Changes the rows of a table, a topic that is compacted: sets and deletes them, a part of it in
 * transactions, of which it aborts some.
 */
public final class TableWriter extends Actor {

    private static final int ROWS = 12;
    private static final int DELETED_ONE_IN = 6;
    private static final int ABORTED_ONE_IN = 4;
    private static final int LASTING_ONE_IN = 5;

    private final String topic;
    private final int partitions;
    private final int count;
    private final boolean transactional;
    private final boolean lasting;
    private final Entropy dice;
    private int next;

    /**
     * @param count how many changes
     * @param lasting whether some rows are set once and for all: what is oldest in the log counts
     */
    public TableWriter(
            SimulatedLog log,
            String name,
            History history,
            String topic,
            int partitions,
            int count,
            boolean transactional,
            boolean lasting) {
        super(log, name, history);
        this.topic = topic;
        this.partitions = partitions;
        this.count = count;
        this.transactional = transactional;
        this.lasting = lasting;
        this.dice = log.simulation().entropy(name);
    }

    @Override
    protected void work(Ports ports) {
        StringSerializer strings = new StringSerializer();
        Object[] settings =
                transactional
                        ? new Object[] {"transactional.id", name(), "max.block.ms", 10_000}
                        : new Object[] {"delivery.timeout.ms", 30_000, "max.block.ms", 10_000};
        try (LeatProducer<String, String> producer =
                LeatProducer.on(ports, producing(settings), strings, strings)) {
            if (transactional) {
                producer.initTransactions();
            }
            while (next < count) {
                if (transactional) {
                    producer.beginTransaction();
                }
                for (int i = dice.nextInt(12); i >= 0; i--) {
                    change(producer);
                }
                if (!transactional) {
                    producer.flush();
                } else if (dice.nextInt(ABORTED_ONE_IN) == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
                Sender.pause(ports, dice.nextInt(150));
            }
        }
    }

    private void change(LeatProducer<String, String> producer) {
        int row = dice.nextInt(ROWS);
        boolean deletes = dice.nextInt(DELETED_ONE_IN) == 0;
        String value = name() + "-" + next + "-of-" + row;
        String key = "row-" + row;
        if (lasting && next % LASTING_ONE_IN == 0) {
            deletes = false;
            key = "only-" + value;
        }
        next++;
        // What comes of it, the log tells.
        producer.send(new ProducerRecord<>(topic, row % partitions, key, deletes ? null : value));
    }
}
