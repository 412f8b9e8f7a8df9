package io.leat.log.coordinator.group.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.coordinator.group.assignment.Topics;
import io.leat.log.protocol.message.StreamsGroupTopologyValue;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.CopartitionGroup;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.Subtopology;
import io.leat.log.protocol.message.StreamsGroupTopologyValue.TopicInfo;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopologyPlannerTest {

    private final Topics topics = new Topics();

    private static TopicInfo internal(String name, int partitions) {
        return TopicInfo.builder().name(name).partitions(partitions).build();
    }

    private static Subtopology writing(String id, String source, String... sinks) {
        return Subtopology.builder()
                .subtopologyId(id)
                .sourceTopics(List.of(source))
                .repartitionSinkTopics(List.of(sinks))
                .build();
    }

    /** Joins all it reads. */
    private static Subtopology joining(List<String> sources, TopicInfo... repartitioned) {
        return Subtopology.builder()
                .subtopologyId("9")
                .sourceTopics(sources)
                .repartitionSourceTopics(List.of(repartitioned))
                .copartitionGroups(
                        List.of(
                                new CopartitionGroup(
                                        upTo(sources.size()),
                                        List.of(),
                                        upTo(repartitioned.length))))
                .build();
    }

    private static List<Short> upTo(int size) {
        return IntStream.range(0, size).mapToObj(i -> (short) i).toList();
    }

    private PlannedTopology plan(Subtopology... subtopologies) {
        StreamsGroupTopologyValue topology =
                new StreamsGroupTopologyValue(0, Stream.of(subtopologies).toList());
        return new TopologyPlanner(topology, topics).plan();
    }

    @Test
    void shouldSizeRepartitionTopicsAfterTheWidestUpstream() {
        topics.with("a", 2).with("b", 5);
        PlannedTopology plan =
                plan(
                        writing("0", "a", "r"),
                        writing("1", "b", "r2"),
                        joining(List.of(), internal("r", 0), internal("r2", 0)));
        assertEquals(5, plan.partitions().get("r"), "it is joined with the wider one");
        assertEquals(List.of("r", "r2"), plan.missing().stream().map(InternalTopic::name).toList());
        assertEquals(2, plan.subtopologies().get("0").tasks());
        assertEquals(5, plan.subtopologies().get("9").tasks());
    }

    @Test
    void shouldSizeRepartitionTopicsAfterTheTopicTheyAreJoinedWith() {
        topics.with("a", 7).with("b", 3);
        PlannedTopology plan =
                plan(writing("0", "a", "r"), joining(List.of("b"), internal("r", 0)));
        assertEquals(3, plan.partitions().get("r"));
    }

    @Test
    void shouldKeepTheNumberTheTopologySays() {
        topics.with("a", 7);
        PlannedTopology plan = plan(writing("0", "a", "r"), joining(List.of(), internal("r", 4)));
        assertEquals(4, plan.partitions().get("r"));
    }

    @Test
    void shouldRefuseToJoinTopicsOfDifferentSizes() {
        topics.with("a", 2).with("b", 3);
        assertEquals(
                Status.INCORRECTLY_PARTITIONED_TOPICS, status(plan(joining(List.of("a", "b")))));
        assertEquals(
                Status.INCORRECTLY_PARTITIONED_TOPICS,
                status(plan(writing("0", "a", "r"), joining(List.of("b"), internal("r", 2)))));
    }

    private static Status status(PlannedTopology plan) {
        PlannedTopology.Problem problem = plan.problem();
        assertNotNull(problem);
        Status status = problem.status();
        assertNotNull(status);
        return status;
    }

    @Test
    void shouldRefuseALoopAndATopicNobodyWrites() {
        Subtopology loop =
                joining(List.of(), internal("r", 0)).toBuilder()
                        .repartitionSinkTopics(List.of("r"))
                        .build();
        PlannedTopology.Problem problem = plan(loop).problem();
        assertNotNull(problem);
        assertNull(problem.status(), "it can never work");
        PlannedTopology.Problem unwritten = plan(joining(List.of(), internal("r", 0))).problem();
        assertNotNull(unwritten);
        assertTrue(unwritten.detail().contains("no subtopology writes it"));
    }
}
