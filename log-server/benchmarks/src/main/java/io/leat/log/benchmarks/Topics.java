package io.leat.log.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Topics made and deleted for one load. Used by the harness's thread. */
final class Topics {

    static final int PARTITIONS = 6;

    private Topics() {}

    static void create(Side side, String topic) {
        NewTopic wanted = new NewTopic(topic, PARTITIONS, (short) 1).configs(side.topicSettings());
        try (Admin admin = admin(side)) {
            admin.createTopics(List.of(wanted)).all().get(30, TimeUnit.SECONDS);
            awaitLeaders(admin, topic);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no topic " + topic + " on " + side.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void delete(Side side, String topic) {
        try (Admin admin = admin(side)) {
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot delete " + topic + " on " + side.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Apache Kafka answers before brokers know the topic, and refuses what is produced till then.
     */
    private static void awaitLeaders(Admin admin, String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                admin.listOffsets(ends(topic)).all().get(30, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                boolean unknown = e.getCause() instanceof UnknownTopicOrPartitionException;
                if (!unknown || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static Map<TopicPartition, OffsetSpec> ends(String topic) {
        return IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(
                        Collectors.toMap(
                                partition -> new TopicPartition(topic, partition),
                                partition -> OffsetSpec.latest()));
    }

    private static Admin admin(Side side) {
        return Admin.create(
                Map.<String, Object>of("bootstrap.servers", side.running().bootstrap()));
    }
}
