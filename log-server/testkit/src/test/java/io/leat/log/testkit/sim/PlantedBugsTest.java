package io.leat.log.testkit.sim;

import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The seeds find what is broken. Each bug is put in, and has to be found within its budget of
 * seeds, from the one on that found it last: this measures the checks, not the product.
 */
final class PlantedBugsTest {

    private static final int BUDGET = 100;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "records are acknowledged before they are forced,"
                + " broker.data.LogPartition, persisted, NOTHING, 3",
        "sequence numbers are not checked, storage.Producers, check, NOTHING, 18",
        "a transaction counts as open whatever its epoch,"
                + " broker.data.PartitionWrites, isOpen, RETURN_TRUE, 1",
        "readers are not told what was aborted,"
                + " storage.Producers, abortedBetween, RETURN_EMPTY_LIST, 1",
        "readers see what is not committed yet, storage.Producers, lastStable, RETURN_ARGUMENT, 1",
        "offsets of a transaction are forgotten,"
                + " coordinator.group.GroupOffsets, hold, NOTHING, 1",
        "prepared transactions are forgotten at a restart,"
                + " coordinator.transaction.TransactionCoordinator, resume, NOTHING, 10",
        "commits of former members are taken,"
                + " coordinator.group.ClassicGroup, checkCommit, RETURN_NO_ERROR, 6",
        "producers are forgotten at a restart, storage.LogOpener, loadProducers, NOTHING, 1",
    })
    void shouldBeFound(String what, String inClass, String method, Instead instead, long first) {
        new BugHunt(Scenario::new, BUDGET).assertFound(what, inClass, method, instead, first);
    }

    @Test
    void shouldFindOffsetsThatAreCommittedBesideTheTransaction() {
        new BugHunt(PlantedBugsTest::careless, BUDGET)
                .assertFound("offsets beside the transaction", 5);
    }

    private static Scenario careless(long seed) {
        return new Scenario(seed) {
            @Override
            protected Copier copier(String name) {
                return careless(this, name);
            }
        };
    }

    private static Copier careless(Scenario scenario, String name) {
        return scenario.new CopierOf(name) {
            @Override
            protected void commit(
                    LeatConsumer<String, String> consumer,
                    LeatProducer<String, String> producer,
                    ConsumerRecords<String, String> records) {
                producer.commitTransaction();
                consumer.commitSync(after(records));
            }
        };
    }
}
