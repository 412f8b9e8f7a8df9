package io.leat.log.testkit.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** What Apache Kafka's admin client says of a live cluster. Used by one thread. */
final class ClusterView implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Admin admin;

    ClusterView(String address) {
        this.admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers", address,
                                "reconnect.backoff.max.ms", "100",
                                "retry.backoff.ms", "20"));
    }

    Admin admin() {
        return admin;
    }

    void createTopic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 3))).all().get();
        awaitInSync(name);
    }

    List<TopicPartitionInfo> partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(10, TimeUnit.SECONDS)
                .get(topic)
                .partitions();
    }

    /** Who leads; -1 if nobody does. */
    int leader(Place place) throws Exception {
        Node leader = partitions(place.topic()).get(place.partition()).leader();
        return leader == null || leader.isEmpty() ? -1 : leader.id();
    }

    int controller() throws Exception {
        return admin.describeMetadataQuorum().quorumInfo().get(10, TimeUnit.SECONDS).leaderId();
    }

    /** Waits until all partitions of a topic have all their replicas in sync. */
    void awaitInSync(String topic) {
        await(topic, each -> each.isr().size() == each.replicas().size());
    }

    /** Waits until the first replica of each partition leads it. */
    void awaitBalanced(String topic) {
        await(
                topic,
                each -> each.leader() != null && each.leader().id() == each.replicas().get(0).id());
    }

    private void await(String topic, Predicate<TopicPartitionInfo> condition) {
        List<TopicPartitionInfo> last = new ArrayList<>();
        org.awaitility.Awaitility.await()
                .alias(topic)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(
                        e -> e instanceof ExecutionException || Errors.retriable(e))
                .until(
                        () -> {
                            last.clear();
                            last.addAll(partitions(topic));
                            return last.stream().allMatch(condition);
                        });
    }

    /** Waits until {@code place} is led by somebody else than {@code before}; returns by whom. */
    int awaitOtherLeader(Place place, int before) {
        int[] found = {-1};
        org.awaitility.Awaitility.await()
                .alias("leader of " + place)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(
                        () -> {
                            found[0] = leader(place);
                            return found[0] > 0 && found[0] != before;
                        });
        return found[0];
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
