package io.leat.log.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.ElectionNotNeededException;

/** Where the replicas of a topic are, and who leads. Used by the harness's thread. */
final class Replicas {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long WAIT_SECONDS_MAX = 240;

    private final String topic;

    Replicas(String topic) {
        this.topic = topic;
    }

    private interface Question<T> {
        T ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
    }

    private <T> T ask(Servers servers, Question<T> question) {
        return ask(servers.bootstrap(), question);
    }

    private <T> T ask(String bootstrap, Question<T> question) {
        try (Admin admin = Topics.admin(bootstrap)) {
            return question.ask(admin);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot ask about " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<TopicPartitionInfo> partitions(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        TopicDescription description =
                admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(60, TimeUnit.SECONDS)
                        .get(topic);
        return Objects.requireNonNull(description).partitions();
    }

    Set<Integer> ledBy(Cluster cluster, int node) {
        return ask(
                cluster,
                admin ->
                        partitions(admin).stream()
                                .filter(each -> each.leader() != null)
                                .filter(each -> each.leader().id() == node)
                                .map(TopicPartitionInfo::partition)
                                .collect(Collectors.toSet()));
    }

    /** Returns when so many replicas of all partitions together are in sync. */
    void awaitInSync(Cluster cluster, int wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        ask(
                cluster,
                admin -> {
                    int inSync = -1;
                    while (inSync != wanted) {
                        if (System.nanoTime() > deadline) {
                            throw new TimeoutException(
                                    inSync + " of " + wanted + " replicas are in sync");
                        }
                        LockSupport.parkNanos(POLL_NANOS);
                        inSync = partitions(admin).stream().mapToInt(p -> p.isr().size()).sum();
                    }
                    return inSync;
                });
    }

    /** Which node decides. */
    int activeController(Cluster cluster) {
        return ask(
                cluster,
                admin ->
                        admin.describeMetadataQuorum()
                                .quorumInfo()
                                .get(60, TimeUnit.SECONDS)
                                .leaderId());
    }

    /** Returns when the others say of each partition that one of them leads it. */
    void awaitLedWithout(Cluster cluster, int node) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        ask(
                cluster.bootstrapWithout(node),
                admin -> {
                    long without = Long.MAX_VALUE;
                    while (without > 0) {
                        if (System.nanoTime() > deadline) {
                            throw new TimeoutException(without + " partitions have no leader");
                        }
                        without =
                                partitions(admin).stream()
                                        .filter(p -> p.leader() == null || p.leader().id() == node)
                                        .count();
                    }
                    return without;
                });
    }

    /** Gives the leadership of each partition back to its first replica. */
    void electPreferred(Cluster cluster) {
        ask(
                cluster,
                admin -> {
                    Set<TopicPartition> all =
                            partitions(admin).stream()
                                    .map(each -> new TopicPartition(topic, each.partition()))
                                    .collect(Collectors.toSet());
                    for (Optional<Throwable> failure :
                            admin.electLeaders(ElectionType.PREFERRED, all)
                                    .partitions()
                                    .get(60, TimeUnit.SECONDS)
                                    .values()) {
                        if (failure.isPresent()
                                && !(failure.get() instanceof ElectionNotNeededException)) {
                            throw new IllegalStateException("no election", failure.get());
                        }
                    }
                    return all;
                });
    }
}
