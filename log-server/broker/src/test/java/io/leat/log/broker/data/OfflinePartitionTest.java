package io.leat.log.broker.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.broker.Topics;
import io.leat.log.broker.cluster.MetadataHandler;
import io.leat.log.broker.group.ListGroupsHandler;
import io.leat.log.broker.group.OffsetFetchHandler;
import io.leat.log.broker.node.BrokerNode;
import io.leat.log.broker.partition.Partition;
import io.leat.log.broker.partition.PartitionStore;
import io.leat.log.broker.partition.Shard;
import io.leat.log.broker.partition.TopicIdPartition;
import io.leat.log.broker.transaction.InitProducerIdHandler;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.FetchResponse;
import io.leat.log.protocol.message.InitProducerIdRequest;
import io.leat.log.protocol.message.ListGroupsRequest;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.OffsetFetchRequest;
import io.leat.log.runtime.DiskException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node on which the data of some partitions cannot be opened. */
final class OfflinePartitionTest {

    private final DataHarness test = new DataHarness(1);
    private final Set<String> broken = Set.of("broken", Topics.OFFSETS, Topics.TRANSACTIONS);

    @BeforeEach
    void breakSome() {
        test.topic("whole", 1, Map.of());
        test.topic("broken", 1, Map.of());
        test.topic(Topics.OFFSETS, 1, Map.of());
        test.topic(Topics.TRANSACTIONS, 1, Map.of());
        BrokerNode.PartitionStores real = test.stores;
        test.stores = (broker, folders) -> new Broken(real.create(broker, folders), broken);
        test.crash();
        test.simulation.runFor(1_000);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void shouldAnswerWithAStorageErrorForAPartitionItCannotOpen() {
        assertEquals(
                ErrorCode.KAFKA_STORAGE_ERROR,
                test.send("broken", 0, DataHarness.batch(1)).errorCode());
        assertEquals(ErrorCode.KAFKA_STORAGE_ERROR, test.offset(6, "broken", -1).errorCode());
        FetchResponse read =
                test.call(
                        new FetchHandler(test.broker()),
                        12,
                        DataHarness.fetch(DataHarness.from("broken", 0, 0)).build());
        assertEquals(
                ErrorCode.KAFKA_STORAGE_ERROR,
                read.responses().get(0).partitions().get(0).errorCode());
        assertEquals(ErrorCode.NONE, test.send("whole", 0, DataHarness.batch(1)).errorCode());
    }

    @Test
    void shouldNameTheLeaderOfAPartitionItCannotOpenSoThatItsErrorIsHeard() {
        var request =
                MetadataRequest.builder()
                        .topics(List.of(MetadataRequest.Topic.builder().name("broken").build()))
                        .build();
        var answer = test.call(new MetadataHandler(test.broker()), 9, request);
        assertEquals(1, answer.topics().get(0).partitions().get(0).leaderId());
    }

    @Test
    void shouldSayThatACoordinatorIsNotAvailableWithoutItsLog() {
        var offsets = OffsetFetchRequest.builder().groupId("g").topics(null).build();
        assertEquals(
                ErrorCode.COORDINATOR_NOT_AVAILABLE,
                test.call(new OffsetFetchHandler(test.broker()), 7, offsets).errorCode());
        var id =
                InitProducerIdRequest.builder()
                        .transactionalId("t")
                        .transactionTimeoutMs(1000)
                        .producerId(-1)
                        .producerEpoch((short) -1)
                        .build();
        assertEquals(
                ErrorCode.COORDINATOR_NOT_AVAILABLE,
                test.call(new InitProducerIdHandler(test.broker()), 4, id).errorCode());
        assertEquals(
                ErrorCode.COORDINATOR_NOT_AVAILABLE,
                test.call(
                                new ListGroupsHandler(test.broker()),
                                3,
                                ListGroupsRequest.builder().build())
                        .errorCode());
    }

    /** Does what {@code real} does, except that some topics cannot be opened. */
    private record Broken(PartitionStore real, Set<String> broken) implements PartitionStore {

        @Override
        public void open(
                TopicIdPartition id,
                Shard shard,
                Partition.Assignment assignment,
                BiConsumer<Partition, Throwable> done) {
            if (broken.contains(id.topic())) {
                done.accept(null, new DiskException(DiskException.Kind.IO, "Input/output error"));
            } else {
                real.open(id, shard, assignment, done);
            }
        }

        @Override
        public void delete(TopicIdPartition id, Shard shard, Runnable done) {
            real.delete(id, shard, done);
        }

        @Override
        public void deleteOthers(Set<TopicIdPartition> assigned) {
            real.deleteOthers(assigned);
        }
    }
}
