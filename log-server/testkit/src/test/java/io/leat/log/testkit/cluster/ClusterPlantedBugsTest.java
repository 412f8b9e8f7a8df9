package io.leat.log.testkit.cluster;

import io.leat.log.testkit.sim.BugHunt;
import io.leat.log.testkit.sim.PlantedBug.Instead;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a cluster can get wrong is seen by the seeds of {@link ClusterScenarioTest}. */
final class ClusterPlantedBugsTest {

    private static final BugHunt HUNT = new BugHunt(ClusterScenario::new, 100);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a leader commits without its followers, broker.data.LeaderRole, onAll, RETURN_ARGUMENT",
        "replicas out of sync are elected,"
                + " quorum.controller.LeaderElection, inSync, RETURN_TRUE",
    })
    void shouldBeFoundAtOnce(String what, String inClass, String method, Instead instead) {
        HUNT.assertFound(what, inClass, method, instead, 1);
    }

    @Tag("simulate")
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "verification of another broker is ignored,"
                + " broker.coordinator.RemoteVerifier, error, RETURN_NO_ERROR",
        "what is not on disk counts, broker.data.LogPartition, persisted, NOTHING",
        "logs that part are not cut, broker.data.FetchQuery, divergence, NOTHING",
        "a shrunk ISR counts before the controller says so,"
                + " broker.data.InSyncReplicas, propose, COMMIT_AT_ONCE",
        "brokers that are gone stay in the ISR,"
                + " quorum.controller.BrokerMoves, gone, RETURN_EMPTY_LIST",
        "crashed brokers stay in the ISR,"
                + " quorum.controller.BrokerMoves, crashed, RETURN_EMPTY_LIST",
        "fenced brokers are let into the ISR,"
                + " quorum.controller.AlterPartition, checkEligible, NOTHING",
        "sequence numbers are not checked, storage.Producers, check, NOTHING",
        "prepared transactions are forgotten at a restart,"
                + " coordinator.transaction.TransactionCoordinator, resume, NOTHING",
        "readers see what is not committed yet,"
                + " storage.Producers, lastStable, RETURN_ARGUMENT",
        "a transaction counts as open whatever its epoch,"
                + " broker.data.PartitionWrites, isOpen, RETURN_TRUE",
        "producers are forgotten at a restart, storage.LogOpener, loadProducers, NOTHING",
        "votes are forgotten by a crash, quorum.FileQuorumStore, write, NOTHING",
        "followers cut to their high watermark,"
                + " broker.data.FollowerRole, begin, CUT_TO_HIGH_WATERMARK",
        "a partition is given before its member gave it up,"
                + " coordinator.group.consumer.Reconciliation, isFree, RETURN_TRUE",
        "nobody waits until a member has given up what it was told to,"
                + " coordinator.group.consumer.Reconciliation, stillOwns, NOTHING",
        "commits of former members of consumer groups are taken,"
                + " coordinator.group.consumer.ConsumerGroup, commitRule, RETURN_NO_RULE",
        "a new coordinator does not watch who is silent,"
                + " coordinator.group.consumer.Fencing, watchAll, NOTHING",
    })
    void shouldBeFound(String what, String inClass, String method, Instead instead) {
        HUNT.assertFound(what, inClass, method, instead, 1);
    }
}
