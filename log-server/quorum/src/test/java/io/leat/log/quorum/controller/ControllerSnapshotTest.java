package io.leat.log.quorum.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.ProducerIdsRecord;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.quorum.MetadataBatch;
import io.leat.log.quorum.MetadataSnapshot;
import io.leat.log.quorum.SnapshotId;
import io.leat.log.quorum.SnapshotSource;
import io.leat.log.quorum.image.MetadataCodec;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.sim.Simulation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ControllerSnapshotTest {

    private static final Uuid TOPIC = new Uuid(1, 2);
    private static final List<LogRecord> RECORDS =
            List.of(
                    new FeatureLevelRecord("metadata.version", (short) 30),
                    new TopicRecord("orders", TOPIC),
                    partition(0),
                    partition(1),
                    new ConfigRecord((byte) 2, "orders", "retention.ms", "1000"),
                    new ProducerIdsRecord(1, 1, 5000));

    private static PartitionRecord partition(int number) {
        return PartitionRecord.builder()
                .topicId(TOPIC)
                .partitionId(number)
                .replicas(List.of(1, 2))
                .isr(List.of(1))
                .leader(1)
                .leaderEpoch(3)
                .partitionEpoch(4)
                .build();
    }

    @Test
    void shouldMakeTheSameImageFromASnapshotAsFromTheLog() {
        try (Simulation simulation = new Simulation(1)) {
            List<MetadataImage> images = new ArrayList<>();
            Controller one = controller(simulation, images);
            one.onCommitted(
                    new MetadataBatch(
                            10, 1, 0, false, RECORDS.stream().map(MetadataCodec::encode).toList()));
            SnapshotSource source = one.image();
            assertEquals(16, source.offset());
            List<ByteBuffer> records = new ArrayList<>();
            source.records().forEachRemaining(records::add);

            Controller other = controller(simulation, images);
            other.onSnapshot(
                    new MetadataSnapshot(
                            new SnapshotId(16, 1), 0, (short) 0, null, List.of(records)));
            assertEquals(2, images.size());
            assertEquals(images.get(0).records(), images.get(1).records());
            assertEquals(16, images.get(1).offset());
        }
    }

    private static Controller controller(Simulation simulation, List<MetadataImage> images) {
        return new Controller(simulation.node("n").ports().loop(), images::add);
    }
}
