package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.clients.network.ClientIo;
import io.leat.clients.network.Coordinators;
import io.leat.clients.network.Errors;
import io.leat.common.KafkaFuture;
import io.leat.common.Node;
import io.leat.common.TopicPartition;
import io.leat.common.errors.DisconnectException;
import io.leat.common.errors.NotControllerException;
import io.leat.common.errors.RetriableException;
import io.leat.common.errors.TimeoutException;
import io.leat.common.errors.UnknownTopicOrPartitionException;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.Timer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes calls of the admin client: finds the broker that serves them, and tries again after
 * failures that pass, until the timeout of the call. Safe from any thread; the trying happens on
 * the loop.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final ClientIo io;
    private final long defaultTimeoutMs;
    private final int retries;
    private final SignalWaiter waiter;

    private volatile boolean closing;

    // Owned by the loop.
    private final Set<Trying<?>> open = new LinkedHashSet<>();

    Attempts(ClientIo io, long defaultTimeoutMs, int retries) {
        this.io = io;
        this.defaultTimeoutMs = defaultTimeoutMs;
        this.retries = retries;
        this.waiter = new SignalWaiter(io.threads());
    }

    ClientIo io() {
        return io;
    }

    long timeoutMs(AbstractOptions<?> options) {
        Integer given = options.timeoutMs();
        return given == null ? defaultTimeoutMs : given;
    }

    /** The timeout as requests carry it. */
    int requestTimeoutMs(AbstractOptions<?> options) {
        return (int) Math.min(Integer.MAX_VALUE, timeoutMs(options));
    }

    /** Attempts until success, a failure that does not pass, or the timeout. */
    <T> KafkaFuture<T> run(
            AbstractOptions<?> options, String what, Supplier<CompletableFuture<T>> attempt) {
        return future(stage(options, what, attempt));
    }

    /** What users of the client get: threads await it through the ports. */
    <T> KafkaFuture<T> future(CompletableFuture<T> stage) {
        return KafkaFuture.of(stage, waiter);
    }

    <T> CompletableFuture<T> stage(
            AbstractOptions<?> options, String what, Supplier<CompletableFuture<T>> attempt) {
        Trying<T> trying = new Trying<>(what, attempt, timeoutMs(options));
        if (closing) {
            trying.refuse();
        } else {
            io.loop().execute(trying::begin);
        }
        return trying.result;
    }

    /**
     * Takes no new calls and gives those that run {@code timeoutMs} to end; what has not ended then
     * fails. Completes on the loop when no call is left.
     */
    CompletableFuture<Void> close(long timeoutMs) {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        closing = true;
        io.loop()
                .execute(
                        () -> {
                            CompletableFuture<?>[] rest =
                                    open.stream()
                                            .map(trying -> trying.result)
                                            .toArray(CompletableFuture<?>[]::new);
                            CompletableFuture.allOf(rest)
                                    .whenComplete((nothing, failure) -> idle.complete(null));
                            if (timeoutMs <= 0) {
                                cutOff();
                            } else if (rest.length > 0) {
                                io.loop().schedule(timeoutMs, this::cutOff);
                            }
                        });
        return idle;
    }

    private void cutOff() {
        for (Trying<?> trying : List.copyOf(open)) {
            trying.result.completeExceptionally(
                    new TimeoutException(trying.what + " had not ended when the client closed"));
        }
    }

    /** Sends to any broker; what only the controller can do, brokers pass on to it. */
    <T> CompletableFuture<T> any(Call<T> call) {
        return io.settings().controllers() ? activeController(call) : io.sendToAny(call);
    }

    /** Controllers do not pass requests on: only the active one decides. */
    private <T> CompletableFuture<T> activeController(Call<T> call) {
        Node known = io.metadata().view().cluster().controller();
        if (known != null) {
            return io.send(known.id(), call)
                    .whenComplete(
                            (response, failure) -> {
                                if (failure != null) {
                                    io.metadata().refresh();
                                }
                            });
        }
        return io.metadata()
                .refresh()
                .thenCompose(
                        view -> {
                            Node active = view.cluster().controller();
                            if (active == null) {
                                throw new NotControllerException("No controller is active yet");
                            }
                            return io.send(active.id(), call);
                        });
    }

    /** The brokers there are, by id. */
    CompletableFuture<Map<Integer, Node>> nodes() {
        return io.metadata()
                .refresh()
                .thenApply(
                        view ->
                                view.cluster().nodes().stream()
                                        .collect(Collectors.toMap(Node::id, node -> node)));
    }

    <T> CompletableFuture<T> node(int id, Call<T> call) {
        if (io.metadata().view().cluster().nodeById(id) != null) {
            return io.send(id, call);
        }
        return io.metadata().refresh().thenCompose(view -> io.send(id, call));
    }

    /** Sends to the coordinator of a group or transactional id. */
    <T> CompletableFuture<T> coordinator(
            Coordinators.Kind kind, String key, Call<T> call, Function<T, ErrorCode> error) {
        return io.coordinators()
                .find(kind, key)
                .thenCompose(node -> io.send(node.id(), call))
                .whenComplete(
                        (response, failure) -> {
                            if (failure != null
                                    && Errors.unwrap(failure) instanceof DisconnectException) {
                                io.coordinators().forget(kind, key);
                            }
                        })
                .thenApply(
                        response -> {
                            ErrorCode code = error.apply(response);
                            if (code == ErrorCode.NOT_COORDINATOR
                                    || code == ErrorCode.COORDINATOR_NOT_AVAILABLE) {
                                io.coordinators().forget(kind, key);
                            }
                            check(code, null);
                            return response;
                        });
    }

    /** Sends to the partition's leader, by metadata fetched anew when it is not known. */
    <T> CompletableFuture<T> leader(TopicPartition partition, Call<T> call) {
        Node known = io.metadata().view().cluster().leaderFor(partition);
        if (known != null && !known.isEmpty()) {
            return io.send(known.id(), call);
        }
        io.metadata().follow(Set.of(partition.topic()));
        return io.metadata()
                .refresh()
                .thenCompose(
                        view -> {
                            Node leader = view.cluster().leaderFor(partition);
                            if (leader == null || leader.isEmpty()) {
                                throw new UnknownTopicOrPartitionException(
                                        "No leader is known of " + partition);
                            }
                            return io.send(leader.id(), call);
                        });
    }

    /** Throws the exception of an error; an out-of-date leader makes metadata be fetched. */
    void check(ErrorCode error, String message) {
        if (error == ErrorCode.NOT_LEADER_OR_FOLLOWER
                || error == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                || error == ErrorCode.LEADER_NOT_AVAILABLE
                || error == ErrorCode.NOT_CONTROLLER) {
            io.metadata().refresh();
        }
        if (error != ErrorCode.NONE) {
            throw Errors.of(error, message);
        }
    }

    /** One call with its attempts. Owned by the loop. */
    private final class Trying<T> {

        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final String what;
        private final Supplier<CompletableFuture<T>> attempt;
        private final long timeoutMs;
        private long deadline;
        private int failures;
        private Throwable last;

        Trying(String what, Supplier<CompletableFuture<T>> attempt, long timeoutMs) {
            this.what = what;
            this.attempt = attempt;
            this.timeoutMs = timeoutMs;
        }

        void refuse() {
            result.completeExceptionally(
                    new IllegalStateException(what + ": the admin client is closed"));
        }

        void begin() {
            open.add(this);
            deadline = io.clock().millis() + timeoutMs;
            Timer timer = io.loop().schedule(timeoutMs, this::timeOut);
            result.whenComplete((value, failure) -> io.loop().execute(() -> ended(timer)));
            next();
        }

        private void ended(Timer timer) {
            timer.cancel();
            open.remove(this);
        }

        private void timeOut() {
            result.completeExceptionally(
                    new TimeoutException(
                            what + " did not succeed within " + timeoutMs + " ms", last));
        }

        private void next() {
            if (result.isDone()) {
                return;
            }
            CompletableFuture<T> one;
            try {
                one = attempt.get();
            } catch (RuntimeException e) {
                one = CompletableFuture.failedFuture(e);
            }
            one.whenComplete(this::ended);
        }

        private void ended(T value, Throwable failure) {
            if (failure == null) {
                result.complete(value);
                return;
            }
            RuntimeException cause = Errors.unwrap(failure);
            failures++;
            if (!passes(cause) || failures > retries) {
                result.completeExceptionally(cause);
                return;
            }
            last = cause;
            if (io.clock().millis() >= deadline) {
                timeOut(); // the timer is about to say the same
                return;
            }
            LOG.debug("{} failed, trying again", what, cause);
            io.loop().schedule(io.settings().retry().afterMs(failures, io.entropy()), this::next);
        }

        /** A topic that is missing is an answer here, not a passing state of metadata. */
        private boolean passes(RuntimeException cause) {
            return cause instanceof RetriableException
                    && !(cause instanceof UnknownTopicOrPartitionException);
        }
    }
}
