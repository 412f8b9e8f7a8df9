package io.leat.clients.consumer;

import io.leat.common.Cluster;
import io.leat.common.errors.RetriableException;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the topics that the application's pattern matches, whenever metadata changes. Owned by the
 * polling thread.
 */
final class PatternTopics {

    private final Subscriptions subscriptions;
    private final Remote remote;
    private final Waiting waiting;
    private final boolean excludeInternal;
    private CompletableFuture<Cluster> matching;
    private Cluster seen;

    PatternTopics(
            Subscriptions subscriptions, Remote remote, Waiting waiting, boolean excludeInternal) {
        this.subscriptions = subscriptions;
        this.remote = remote;
        this.waiting = waiting;
        this.excludeInternal = excludeInternal;
    }

    /** There is a pattern: topics are matched once metadata has come. */
    void given() {
        seen = null;
        matching = waiting.watch(remote.refresh());
    }

    /** Whether the metadata for a new pattern has not come yet. */
    boolean waits() {
        return matching != null;
    }

    /** There is no pattern any more. */
    void drop() {
        matching = null;
    }

    void match() {
        if (matching != null && matching.isDone()) {
            CompletableFuture<Cluster> answer = matching;
            matching = null;
            try {
                Waiting.done(answer);
            } catch (RetriableException e) {
                matching = waiting.watch(remote.refresh());
            }
        }
        Cluster cluster = remote.cluster();
        if (subscriptions.kind() != Subscriptions.Kind.PATTERN
                || matching != null
                || cluster == seen) {
            return;
        }
        seen = cluster;
        Set<String> found = new TreeSet<>();
        for (String topic : cluster.topics()) {
            if (subscriptions.pattern().matcher(topic).matches()
                    && !(excludeInternal && cluster.internalTopics().contains(topic))) {
                found.add(topic);
            }
        }
        subscriptions.matched(found);
    }
}
