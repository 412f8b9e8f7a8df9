package io.leat.log.quorum.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.PartitionRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import io.leat.log.protocol.message.TopicRecord;
import io.leat.log.quorum.health.Finding.Severity;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {

    private static final Uuid TOPIC = new Uuid(1, 1);

    private final List<LogRecord> records = new ArrayList<>(List.of(new TopicRecord("t", TOPIC)));
    private int partitions;

    private void broker(int id, boolean fenced) {
        records.add(RegisterBrokerRecord.builder().brokerId(id).fenced(fenced).build());
    }

    private PartitionRecord.Builder partition(List<Integer> isr) {
        return PartitionRecord.builder()
                .topicId(TOPIC)
                .partitionId(partitions++)
                .replicas(List.of(1, 2, 3))
                .isr(isr)
                .leader(isr.isEmpty() ? -1 : isr.get(0));
    }

    private List<Finding> findings() {
        MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
        records.forEach(delta::apply);
        return ClusterHealth.of(
                delta.image(records.size()), topic -> 2, id -> id == 3 ? "3 minutes" : null);
    }

    @Test
    void shouldSayThatAllIsWell() {
        broker(1, false);
        broker(2, false);
        broker(3, false);
        records.add(partition(List.of(1, 2, 3)).build());
        List<Finding> findings = findings();
        assertEquals(1, findings.size());
        assertEquals(Severity.GOOD, findings.get(0).severity());
    }

    @Test
    void shouldNameTheFencedBrokerAndShareALine() {
        broker(1, false);
        broker(2, false);
        broker(3, true);
        for (int i = 0; i < 12; i++) {
            records.add(partition(List.of(1, 2)).build());
        }
        List<Finding> findings = findings();
        assertEquals(2, findings.size());
        assertTrue(findings.get(0).text().contains("Broker 3 is fenced for 3 minutes"));
        assertEquals(
                "Topic t, partitions 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more: fewer copies than"
                        + " wanted; broker 3 is not there: start it",
                findings.get(1).text());
    }

    @Test
    void shouldPutTheWorstFirst() {
        broker(1, false);
        broker(2, false);
        broker(3, true);
        records.add(partition(List.of(1)).eligibleLeaderReplicas(List.of(3)).build());
        records.add(partition(List.of()).eligibleLeaderReplicas(List.of(3)).build());
        records.add(partition(List.of()).lastKnownElr(List.of(3)).build());
        records.add(partition(List.of(1, 2, 3)).addingReplicas(List.of(3)).build());
        List<Finding> findings = findings();
        assertEquals(
                List.of(
                        Severity.DOWN,
                        Severity.DOWN,
                        Severity.AT_RISK,
                        Severity.DEGRADED,
                        Severity.MOVING),
                findings.stream().map(Finding::severity).toList());
        assertTrue(findings.get(0).text().contains("on broker 3: start it"), findings::toString);
        assertTrue(findings.get(1).text().contains("the last leader was broker 3"));
        assertTrue(findings.get(2).text().contains("1 of 2 replicas"), () -> findings.toString());
        assertTrue(findings.get(2).text().contains("broker 2 is live but behind"));
    }
}
