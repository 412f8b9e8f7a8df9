package io.leat.log.testkit.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.clients.consumer.ConsumerRecords;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.log.runtime.sim.SimulationException;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import java.util.function.LongFunction;
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
        "sequence numbers are not checked, storage.Producers, check, NOTHING, 17",
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
                + " coordinator.group.ClassicGroup, checkCommit, RETURN_NO_ERROR, 5",
        "producers are forgotten at a restart, storage.LogOpener, loadProducers, NOTHING, 1",
    })
    void shouldBeFound(String what, String inClass, String method, Instead instead, long first) {
        try (PlantedBug bug = new PlantedBug("io.leat.log." + inClass, method, instead)) {
            assertFound(what, first, Scenario::new);
        }
    }

    @Test
    void shouldFindOffsetsThatAreCommittedBesideTheTransaction() {
        assertFound(
                "offsets beside the transaction",
                4,
                seed ->
                        new Scenario(seed) {
                            @Override
                            protected Copier copier(String name) {
                                return careless(this, name);
                            }
                        });
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

    private static void assertFound(String what, long first, LongFunction<Scenario> scenarios) {
        for (long seed = first; seed < first + BUDGET; seed++) {
            try (Scenario scenario = scenarios.apply(seed)) {
                Report report = scenario.run();
                if (!report.anomalies().isEmpty()) {
                    System.out.println(what + ": seed " + seed + ", " + report.anomalies().get(0));
                    return;
                }
            } catch (SimulationException e) {
                System.out.println(what + ": seed " + seed + ", " + e.getMessage());
                return;
            }
        }
        assertTrue(false, what + " was not found by " + BUDGET + " seeds");
    }
}
