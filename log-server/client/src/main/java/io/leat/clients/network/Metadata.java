package io.leat.clients.network;

import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.errors.AuthenticationException;
import io.leat.common.errors.DisconnectException;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.DescribeClusterRequest;
import io.leat.log.protocol.message.DescribeClusterResponse;
import io.leat.log.protocol.message.MetadataRequest;
import io.leat.log.protocol.message.MetadataResponse;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what the client knows of the topics it follows fresh: on request, after {@code
 * metadata.max.age.ms}, and when a broker says who leads now (KIP-951). Its state is owned by the
 * client's loop; {@link #view} may be read, and the other public methods called, on any thread.
 */
public final class Metadata {

    /** The kind of nodes to describe, as the protocol numbers it. */
    private static final byte CONTROLLERS = 2;

    private final EventLoop loop;
    private final ClientSettings settings;
    private final ClientIo io;
    private final Set<String> followed = new LinkedHashSet<>();
    private final List<CompletableFuture<ClusterView>> waiting = new ArrayList<>();
    private final List<Consumer<ClusterView>> listeners = new ArrayList<>();
    private volatile ClusterView view = ClusterView.EMPTY;
    private boolean followAll;
    private boolean fetching;
    private boolean scheduled;
    private boolean closed;
    private int failures;

    /** When the fetch that has not succeeded yet was first tried. */
    private long wantedSince;

    private @Nullable Timer ageTimer;

    Metadata(EventLoop loop, ClientSettings settings, ClientIo io) {
        this.loop = loop;
        this.settings = settings;
        this.io = io;
    }

    /** The latest knowledge. */
    public ClusterView view() {
        return view;
    }

    /** Runs {@code listener} on the loop after each change. */
    public void onChange(Consumer<ClusterView> listener) {
        loop.execute(() -> listeners.add(listener));
    }

    /** Follows these topics besides those followed already. */
    public void follow(Collection<String> topics) {
        List<String> copy = List.copyOf(topics);
        loop.execute(() -> followed.addAll(copy));
    }

    /** Follows exactly these topics. */
    public void followOnly(Collection<String> topics) {
        List<String> copy = List.copyOf(topics);
        loop.execute(
                () -> {
                    followAll = false;
                    followed.clear();
                    followed.addAll(copy);
                });
    }

    /** Follows all topics there are. */
    public void followAll() {
        loop.execute(() -> followAll = true);
    }

    /**
     * Fetches the followed topics anew. The future completes with a view whose fetch began after
     * this call; as long as no broker answers it stays open, so bound the wait.
     */
    public CompletableFuture<ClusterView> refresh() {
        CompletableFuture<ClusterView> future = new CompletableFuture<>();
        loop.execute(
                () -> {
                    waiting.add(future);
                    start();
                });
        return future;
    }

    /**
     * Fetches these topics once, or all for null, without following them. Fails with a retriable
     * exception when the broker does not answer.
     */
    public CompletableFuture<MetadataResponse> describe(
            @Nullable Collection<String> topics, boolean autoCreate) {
        if (settings.controllers()) {
            return io.sendToAny(controllers()).thenApply(Metadata::nodesOf);
        }
        return io.sendToAny(
                Call.of(
                        ApiKey.METADATA,
                        version -> request(version, topics, autoCreate),
                        MetadataResponse::read));
    }

    private static Call<DescribeClusterResponse> controllers() {
        DescribeClusterRequest request =
                DescribeClusterRequest.builder().endpointType(CONTROLLERS).build();
        return Call.of(ApiKey.DESCRIBE_CLUSTER, version -> request, DescribeClusterResponse::read)
                .versions(1, ApiKey.DESCRIBE_CLUSTER.maxStableVersion());
    }

    /** Controllers do not serve topics: what they tell of each other stands for metadata. */
    private static MetadataResponse nodesOf(DescribeClusterResponse response) {
        if (response.errorCode() != ErrorCode.NONE) {
            throw Errors.of(response.errorCode(), response.errorMessage());
        }
        return MetadataResponse.builder()
                .clusterId(response.clusterId())
                .controllerId(response.controllerId())
                .brokers(
                        response.brokers().stream()
                                .map(
                                        each ->
                                                new MetadataResponse.Broker(
                                                        each.brokerId(),
                                                        each.host(),
                                                        each.port(),
                                                        each.rack()))
                                .toList())
                .build();
    }

    /**
     * A broker said who leads a partition now (KIP-951). Called on the loop; takes effect at once.
     *
     * @param endpoint where the leader is, or null when the broker did not say
     * @return whether it was news: the epoch is newer, and the leader can be reached
     */
    public boolean leaderHint(
            TopicPartition partition, int leaderId, int epoch, @Nullable Node endpoint) {
        Node leader = endpoint == null ? view.cluster().nodeById(leaderId) : endpoint;
        if (leader == null || leader.isEmpty()) {
            return false;
        }
        ClusterView next = view.withLeader(partition, leader, epoch);
        boolean news = next != view;
        publish(next);
        return news;
    }

    private void start() {
        if (fetching || scheduled || closed) {
            return;
        }
        fetching = true;
        if (failures == 0) {
            wantedSince = loop.clock().millis();
        }
        List<CompletableFuture<ClusterView>> served = new ArrayList<>(waiting);
        waiting.clear();
        boolean all = followAll;
        Set<String> topics = new LinkedHashSet<>(followed);
        describe(all ? null : topics, settings.autoCreateTopics())
                .whenComplete(
                        (response, failure) -> {
                            AuthenticationException refusal = refusal(failure);
                            if (refusal != null) {
                                refused(refusal, served);
                            } else {
                                arrived(response, topics, all, served);
                            }
                        });
    }

    private static @Nullable AuthenticationException refusal(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AuthenticationException refusal ? refusal : null;
    }

    /** We are not let in: who waits hears it now, and whoever asks again tries again. */
    private void refused(
            AuthenticationException refusal, List<CompletableFuture<ClusterView>> served) {
        fetching = false;
        served.forEach(future -> future.completeExceptionally(refusal));
        if (!closed && !waiting.isEmpty()) {
            failures++;
            scheduleRetry();
        }
    }

    private void arrived(
            @Nullable MetadataResponse response,
            Set<String> topics,
            boolean all,
            List<CompletableFuture<ClusterView>> served) {
        fetching = false;
        if (closed) {
            return;
        }
        if (response == null || response.brokers().isEmpty()) {
            failed(response != null && response.errorCode() == ErrorCode.REBOOTSTRAP_REQUIRED);
            waiting.addAll(0, served);
            scheduleRetry();
            return;
        }
        failures = 0;
        boolean covered = all || topics.containsAll(view.cluster().topics());
        publish(view.with(response, !covered));
        planAging();
        served.forEach(future -> future.complete(view));
        if (!waiting.isEmpty()) {
            start();
        }
    }

    /** {@code told}: by a broker that does not want to be asked by us any more (KIP-1102). */
    private void failed(boolean told) {
        failures++;
        long now = loop.clock().millis();
        if (told || now - wantedSince >= settings.recovery().afterMs()) {
            wantedSince = now;
            io.rebootstrap();
        }
    }

    private void scheduleRetry() {
        scheduled = true;
        loop.schedule(
                settings.retry().afterMs(failures, io.entropy()),
                () -> {
                    scheduled = false;
                    start();
                });
    }

    private void planAging() {
        Timer old = ageTimer;
        if (old != null) {
            old.cancel();
        }
        ageTimer = loop.schedule(settings.metadataMaxAgeMs(), this::start);
    }

    private void publish(ClusterView next) {
        if (next == view) {
            return;
        }
        view = next;
        io.nodesChanged(next.cluster().nodes());
        listeners.forEach(listener -> listener.accept(next));
    }

    private static MetadataRequest request(
            int version, @Nullable Collection<String> topics, boolean autoCreate) {
        MetadataRequest.Builder builder = MetadataRequest.builder();
        if (version >= 4) {
            builder.allowAutoTopicCreation(autoCreate);
        }
        if (topics == null) {
            return version == 0 ? builder.topics(List.of()).build() : builder.topics(null).build();
        }
        List<MetadataRequest.Topic> asked = new ArrayList<>();
        for (String name : topics) {
            asked.add(new MetadataRequest.Topic(Uuid.ZERO, name));
        }
        return builder.topics(asked).build();
    }

    void close() {
        closed = true;
        Timer old = ageTimer;
        if (old != null) {
            old.cancel();
        }
        waiting.forEach(
                future ->
                        future.completeExceptionally(
                                new DisconnectException("The client is closed")));
        waiting.clear();
    }
}
