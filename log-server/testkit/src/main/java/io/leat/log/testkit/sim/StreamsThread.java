package io.leat.log.testkit.sim;

import io.leat.clients.consumer.StreamsGroupMember;
import io.leat.common.TopicPartition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a {@link GroupReader} says as a thread of a streams application (KIP-1071): one subtopology
 * that reads all its topics and has a store. It processes nothing but what it reads; a standby is
 * only a task that it has been told of. Immutable.
 */
final class StreamsThread implements StreamsGroupMember {

    static final String SUBTOPOLOGY = "0";

    private static final short REPLICAS_OF_THE_CLUSTER = 0;

    private final String member;
    private final String group;
    private final Set<String> topics;

    /**
     * @param topics with as many partitions each
     */
    StreamsThread(String member, String group, Set<String> topics) {
        this.member = member;
        this.group = group;
        this.topics = topics;
    }

    @Override
    public String memberId() {
        return member;
    }

    @Override
    public Introduction introduction() {
        Topic changelog = new Topic(group + "-changelog", 0, REPLICAS_OF_THE_CLUSTER, Map.of());
        Subtopology only =
                new Subtopology(
                        SUBTOPOLOGY,
                        List.copyOf(topics),
                        List.of(),
                        List.of(),
                        List.of(changelog),
                        List.of());
        return new Introduction(List.of(only), process(), Optional.empty(), Map.of());
    }

    /** Of three threads the second and the third share one. */
    private String process() {
        return group + (member.startsWith(group + "-0") ? "-first" : "-second");
    }

    @Override
    public boolean shutdownRequested() {
        return false;
    }

    @Override
    public Optional<Set<TopicPartition>> partitions(
            Set<Task> active, Function<String, Integer> partitions) {
        Set<TopicPartition> all = new LinkedHashSet<>();
        for (Task task : active) {
            topics.forEach(topic -> all.add(new TopicPartition(topic, task.partition())));
        }
        return Optional.of(all);
    }

    @Override
    public void told(Tasks tasks) {}

    @Override
    public void told(List<EndpointPartitions> hosts) {}

    @Override
    public void told(Map<Status, String> statuses) {}

    @Override
    public void left() {}
}
