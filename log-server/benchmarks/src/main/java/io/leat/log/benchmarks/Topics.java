package io.leat.log.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Topics made and deleted for one load. Used by the harness's thread. */
final class Topics {

    static final int PARTITIONS = 6;

    private Topics() {}

    static void create(Side side, String topic) {
        create(side, side.running(), topic, PARTITIONS, 1);
    }

    /** Makes those that are not there; whether there was none of them. */
    static boolean createMissing(Side side, List<String> topics) {
        Set<String> there;
        try (Admin admin = admin(side.running())) {
            there = admin.listTopics().names().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no topics of " + side.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        List<String> missing = topics.stream().filter(topic -> !there.contains(topic)).toList();
        missing.forEach(topic -> create(side, topic));
        return missing.size() == topics.size();
    }

    /** With several replicas, a write needs all but one. */
    static void create(Side side, Servers servers, String topic, int partitions, int replicas) {
        Map<String, String> settings = new HashMap<>(side.topicSettings());
        if (replicas > 1) {
            settings.put("min.insync.replicas", Integer.toString(replicas - 1));
        }
        NewTopic wanted = new NewTopic(topic, partitions, (short) replicas).configs(settings);
        try (Admin admin = admin(servers)) {
            create(admin, wanted);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no topic " + topic + " on " + side.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        awaitLeaders(servers, topic, partitions);
    }

    /** Returns when each partition has said where it ends. */
    static void awaitLeaders(Servers servers, String topic, int partitions) {
        try (Admin admin = admin(servers)) {
            awaitLeaders(admin, topic, partitions);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no leaders of " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void create(Admin admin, NewTopic wanted)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.createTopics(List.of(wanted)).all().get(180, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            } // the client asked again, as its first request took so long
        }
    }

    static void delete(Side side, String topic) {
        delete(side.running(), topic);
    }

    static void delete(Servers servers, String topic) {
        try (Admin admin = admin(servers)) {
            admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot delete " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Apache Kafka answers before brokers know the topic, and refuses what is produced till then.
     */
    private static void awaitLeaders(Admin admin, String topic, int partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
        while (true) {
            try {
                admin.listOffsets(ends(topic, partitions)).all().get(180, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                boolean early = e.getCause() instanceof RetriableException;
                if (!early || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private static Map<TopicPartition, OffsetSpec> ends(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .boxed()
                .collect(
                        Collectors.toMap(
                                partition -> new TopicPartition(topic, partition),
                                partition -> OffsetSpec.latest()));
    }

    static Admin admin(Servers servers) {
        return admin(servers.bootstrap());
    }

    static Admin admin(String bootstrap) {
        return Admin.create(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        bootstrap,
                        "request.timeout.ms",
                        120_000,
                        "default.api.timeout.ms",
                        180_000));
    }
}
