package io.leat.streams.runtime;

import io.leat.clients.admin.Admin;
import io.leat.clients.consumer.Consumer;
import io.leat.common.TopicPartition;
import io.leat.common.Uuid;
import io.leat.streams.StreamsConfig;
import io.leat.streams.errors.ProcessorStateException;
import io.leat.streams.errors.StreamsException;
import io.leat.streams.metrics.RecordingThread;
import io.leat.streams.processor.TaskId;
import io.leat.streams.state.spi.ChangelogStore;
import io.leat.streams.state.spi.SharedResources;
import io.leat.streams.task.GlobalStores;
import io.leat.streams.task.Output;
import io.leat.streams.task.Task;
import io.leat.streams.topology.GlobalStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the global stores of an application and what fills them. Used once, by its start. */
record GlobalOpening(
        Runtime.Setup setup,
        ClientSettings clientSettings,
        StateFolder folder,
        SharedResources shared) {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalOpening.class);

    /**
     * What fills them, not started.
     *
     * @param end hears when it ends, and why
     */
    GlobalThread open(Admin admin, GlobalThread.End end) {
        Consumer<byte[], byte[]> consumer =
                setup.clients().getGlobalConsumer(clientSettings.globalConsumer());
        setup.meters()
                .addReporter(
                        new PushedMetrics(
                                PushedMetrics.ofThreads(Set.of(clientSettings.globalThreadName())),
                                consumer::registerMetricForSubscription,
                                consumer::unregisterMetricFromSubscription));
        try {
            return new GlobalThread(
                    new GlobalCheckpoints(setup.globals().stores(), topicIds(admin)),
                    consumer,
                    this::task,
                    setup.listeners().restore(),
                    setup.ports().clock(),
                    new GlobalThread.Waits(
                            Duration.ofMillis(setup.config().getLong(StreamsConfig.POLL_MS_CONFIG)),
                            setup.config().getLong(StreamsConfig.TASK_TIMEOUT_MS_CONFIG)),
                    end);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * What the topics of the global stores are now; those that cannot be asked for are left out.
     */
    private Map<String, Uuid> topicIds(Admin admin) {
        Map<String, Uuid> ids = new TreeMap<>();
        for (GlobalStore store : setup.globals().stores()) {
            try {
                admin.describeTopics(Set.of(store.topic()))
                        .allTopicNames()
                        .get()
                        .forEach((topic, found) -> ids.put(topic, found.topicId()));
            } catch (ExecutionException e) {
                LOG.atWarn()
                        .addKeyValue("topic", store.topic())
                        .setCause(e.getCause())
                        .log("a global store is read from the beginning");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StreamsException("interrupted while asking for topics", e);
            }
        }
        return ids;
    }

    /** Stores that cannot be opened, or keep no note, are filled anew: their topics hold it all. */
    private Task task(Set<TopicPartition> partitions, Output output) {
        try {
            Task task = made(partitions, output);
            List<ChangelogStore> noting = new ArrayList<>();
            task.changelogStores().forEach(noting::add);
            if (noting.size() == setup.globals().stores().size()) {
                return task;
            }
            task.close();
        } catch (ProcessorStateException e) {
            LOG.atWarn().setCause(e).log("the global stores cannot be opened, filling them anew");
        }
        folder.deleteGlobal();
        return made(partitions, output);
    }

    private Task made(Set<TopicPartition> partitions, Output output) {
        return new Task(
                new TaskId(-1, -1),
                setup.globals().filling(),
                partitions,
                setup.globals().taskSettings(),
                output,
                new RecordingThread(clientSettings.globalThreadName(), setup.ports().clock()),
                folder.global(),
                shared,
                partition -> OptionalLong.of(0),
                GlobalStores.NONE);
    }
}
