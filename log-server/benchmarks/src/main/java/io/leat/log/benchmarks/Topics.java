package io.leat.log.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics made and deleted for one load. Used by the harness's thread. */
final class Topics {

    static final int PARTITIONS = 6;

    private Topics() {}

    static void create(Side side, String topic) {
        NewTopic wanted = new NewTopic(topic, PARTITIONS, (short) 1).configs(side.topicSettings());
        try (Admin admin = admin(side)) {
            admin.createTopics(List.of(wanted)).all().get(30, TimeUnit.SECONDS);
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

    private static Admin admin(Side side) {
        return Admin.create(
                Map.<String, Object>of("bootstrap.servers", side.running().bootstrap()));
    }
}
