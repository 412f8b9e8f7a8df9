package io.leat.log.broker.share;

import io.leat.log.broker.config.GroupKeys;
import io.leat.log.broker.data.FetchWatch;
import io.leat.log.broker.data.LogPartition;
import io.leat.log.broker.partition.PartitionRef;
import io.leat.log.broker.share.state.ShareStates;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareState;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import io.leat.log.storage.AbortedTransaction;
import io.leat.log.storage.LogRead;
import io.leat.log.storage.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One partition as one share group sees it, on the broker that leads the partition. Owned by the
 * loop of the partition.
 *
 * <pre>
 *   loading --the share coordinator told what is known--> active
 *   either  --another leader epoch, another state epoch, the group is gone--> ended
 * </pre>
 */
final class SharePartition {

    private enum Stage {
        LOADING,
        ACTIVE,
        ENDED
    }

    private final SharePartitionKey key;
    private final LogPartition data;
    private final int leaderEpoch;
    private final ShareStates states;
    private final ShareGroupSettings settings;
    private final EventLoop loop;
    private final FetchWatch watch;
    private final DeliveryLog deliveryLog;
    private final Consumer<SharePartition> ended;
    private final List<Consumer<ErrorCode>> waiting = new ArrayList<>();
    private final Set<Runnable> listeners = new LinkedHashSet<>();
    private final ArrayDeque<Runnable> reads = new ArrayDeque<>();
    private Stage stage = Stage.LOADING;
    private InFlight inFlight = new InFlight(0, List.of());
    private boolean reading;
    private @Nullable Timer timer;
    private long timerAtMs = Long.MAX_VALUE;

    /**
     * @param ended gets this when it is over
     */
    SharePartition(
            SharePartitionKey key,
            PartitionRef ref,
            LogPartition data,
            ShareStates states,
            ShareGroupSettings settings,
            Consumer<SharePartition> ended) {
        this.key = key;
        this.data = data;
        this.leaderEpoch = data.leaderEpoch();
        this.states = states;
        this.settings = settings;
        this.ended = ended;
        this.loop = data.loop();
        this.deliveryLog = new DeliveryLog(key, leaderEpoch, states::write, this::fenced);
        this.watch = new FetchWatch(ref, false, loop, urgent -> heard());
        watch.begin(data);
    }

    /** Whether it still stands for what {@code now} is. */
    boolean isOf(LogPartition now) {
        return stage != Stage.ENDED && now == data && leaderEpoch == now.leaderEpoch();
    }

    // ---- its life ----

    void load() {
        states.read(key, leaderEpoch, this::loaded);
    }

    private void loaded(ShareAnswer answer) {
        ShareState state = answer.state();
        if (stage != Stage.LOADING) {
            return;
        }
        if (state == null) {
            end(ShareErrors.ofCoordinator(answer.error()));
        } else if (state.startOffset() != ShareState.UNINITIALIZED) {
            begin(state, state.startOffset());
        } else if (!data.caughtUp()) {
            end(ErrorCode.NOT_LEADER_OR_FOLLOWER); // it cannot tell yet where the log ends
        } else {
            GroupKeys.Reset reset = settings.reset(key.groupId());
            if (reset instanceof GroupKeys.Reset.Before before) {
                search(state, loop.clock().epochMillis() - before.duration().toMillis());
            } else {
                boolean latest = reset instanceof GroupKeys.Reset.Latest;
                begin(state, latest ? data.bound(false) : data.log().startOffset());
            }
        }
    }

    private void search(ShareState state, long timestamp) {
        try {
            data.offload(
                    data.log().planTimeLookup(timestamp, data.bound(false)),
                    (found, failure) -> {
                        if (failure != null) {
                            end(ErrorCode.KAFKA_STORAGE_ERROR);
                        } else if (stage == Stage.LOADING) {
                            begin(state, found == null ? data.bound(false) : found.offset());
                        }
                    });
        } catch (StorageException e) {
            end(e.code());
        }
    }

    private void begin(ShareState state, long startOffset) {
        inFlight = new InFlight(startOffset, state.batches());
        deliveryLog.begin(inFlight, state.stateEpoch());
        stage = Stage.ACTIVE;
        answerWaiting(ErrorCode.NONE);
    }

    /** Calls {@code ready} when it is known what was delivered, or with why it will not be. */
    void whenLoaded(Consumer<ErrorCode> ready) {
        switch (stage) {
            case LOADING -> waiting.add(ready);
            case ACTIVE -> ready.accept(ErrorCode.NONE);
            case ENDED -> ready.accept(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        }
    }

    private void answerWaiting(ErrorCode error) {
        List<Consumer<ErrorCode>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.accept(error));
    }

    /** Another leader, or a new beginning of the group, has made this one obsolete. */
    private void fenced() {
        end(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    }

    void end(ErrorCode error) {
        if (stage == Stage.ENDED) {
            return;
        }
        stage = Stage.ENDED;
        ended.accept(this);
        watch.end();
        if (timer != null) {
            timer.cancel();
        }
        answerWaiting(error);
        List<Runnable> late = List.copyOf(reads);
        reads.clear();
        late.forEach(Runnable::run);
        tellListeners();
    }

    /** Runs {@code action} when everything that happened is durable, or never will be. */
    void whenQuiet(Runnable action) {
        deliveryLog.whenQuiet(action);
    }

    // ---- handing out ----

    /** Hands out records, about {@code maxBytes} of them; nothing if there are none at present. */
    void fetch(AcquireRequest request, int maxBytes, Consumer<ShareFetched> done) {
        if (reading) {
            reads.add(() -> fetch(request, maxBytes, done));
            return;
        }
        ShareLimits limits = settings.limits(key.groupId());
        read(
                limits,
                maxBytes,
                done,
                (from, read) -> acquire(request, maxBytes, limits, from, read, done));
    }

    /** How many bytes a fetch would find, up to {@code maxBytes}, about. */
    void look(int maxBytes, Consumer<Integer> done) {
        if (reading) {
            reads.add(() -> look(maxBytes, done));
            return;
        }
        read(
                settings.limits(key.groupId()),
                maxBytes,
                nothing -> done.accept(0),
                (from, read) -> {
                    read.release().run();
                    done.accept(read.bytes());
                });
    }

    private interface OnRead {
        void read(long from, LogRead read);
    }

    private void read(
            ShareLimits limits, int maxBytes, Consumer<ShareFetched> nothing, OnRead onRead) {
        if (!leads()) {
            nothing.accept(ShareFetched.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER));
            return;
        }
        inFlight.logStartsAt(data.log().startOffset());
        long from = inFlight.nextOffset();
        long bound = data.bound(limits.readCommitted());
        if (from >= bound || !inFlight.hasRoom(limits.inFlight())) {
            deliveryLog.tellStart();
            nothing.accept(ShareFetched.NOTHING);
            return;
        }
        reading = true;
        data.read(
                from,
                bound,
                maxBytes,
                true,
                (read, failure) -> {
                    reading = false;
                    if (read == null) {
                        nothing.accept(ShareFetched.failed(storageError(failure)));
                    } else if (!leads()) {
                        read.release().run();
                        nothing.accept(ShareFetched.failed(ErrorCode.NOT_LEADER_OR_FOLLOWER));
                    } else {
                        onRead.read(from, read);
                    }
                    readNext();
                });
    }

    private void readNext() {
        while (!reading && !reads.isEmpty()) {
            reads.remove().run();
        }
    }

    private static ErrorCode storageError(@Nullable Throwable failure) {
        return failure instanceof StorageException storage
                ? storage.code()
                : ErrorCode.KAFKA_STORAGE_ERROR;
    }

    private void acquire(
            AcquireRequest request,
            int maxBytes,
            ShareLimits limits,
            long from,
            LogRead read,
            Consumer<ShareFetched> done) {
        ReadBatches batches = new ReadBatches(read);
        List<AbortedTransaction> aborted =
                limits.readCommitted()
                        ? data.log().abortedBetween(from, read.nextOffset())
                        : List.of();
        List<Acquired> acquired =
                inFlight.acquire(
                        request,
                        limits,
                        from,
                        batches.spans(),
                        batches.aborted(aborted),
                        loop.clock().millis());
        arm();
        if (acquired.isEmpty()) {
            read.release().run();
            if (inFlight.nextOffset() > from) { // what it found nobody may see: look further
                fetch(request, maxBytes, done);
            } else {
                done.accept(ShareFetched.NOTHING);
            }
            return;
        }
        var slices = batches.holding(acquired);
        int bytes = slices.stream().mapToInt(java.nio.Buffer::remaining).sum();
        done.accept(new ShareFetched(ErrorCode.NONE, acquired, slices, bytes, read.release()));
    }

    private boolean leads() {
        return stage == Stage.ACTIVE
                && data.leaderEpoch() == leaderEpoch
                && data.checkEpoch(leaderEpoch) == ErrorCode.NONE;
    }

    // ---- taking back ----

    /** Takes what {@code member} says; {@code done} gets NONE once it is durable. */
    void acknowledge(String member, List<Acknowledgement> said, Consumer<ShareError> done) {
        if (!leads()) {
            done.accept(ShareError.of(ErrorCode.NOT_LEADER_OR_FOLLOWER));
            return;
        }
        InFlight.Answer answer =
                inFlight.acknowledge(
                        member, said, settings.limits(key.groupId()), loop.clock().millis());
        arm();
        if (answer.changed().isEmpty()) {
            done.accept(new ShareError(answer.error(), answer.message()));
            return;
        }
        deliveryLog.write(
                answer.changed(),
                error -> {
                    done.accept(ShareError.of(error));
                    changed();
                });
    }

    /** Takes back all that {@code member} has. */
    void release(String member) {
        if (!leads()) {
            return;
        }
        List<Run> released = inFlight.release(member, settings.limits(key.groupId()).deliveries());
        if (!released.isEmpty()) {
            deliveryLog.write(released, error -> changed());
        }
    }

    private void changed() {
        if (stage == Stage.ACTIVE) {
            arm();
            tellListeners();
        }
    }

    /** Sets the timer to the end of the first lock. It may ring early, never late. */
    private void arm() {
        long next = stage == Stage.ACTIVE ? inFlight.nextDeadlineMs() : Long.MAX_VALUE;
        if (next >= timerAtMs) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerAtMs = next;
        timer = loop.schedule(Math.max(0, next - loop.clock().millis()), this::expire);
    }

    private void expire() {
        timer = null;
        timerAtMs = Long.MAX_VALUE;
        if (!leads()) {
            return;
        }
        var late =
                inFlight.expire(settings.limits(key.groupId()).deliveries(), loop.clock().millis());
        arm();
        if (!late.isEmpty()) {
            deliveryLog.tell(late);
            tellListeners();
        }
    }

    // ---- who waits ----

    /** Runs {@code listener} once, when there may be something to hand out that was not before. */
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    private void heard() {
        watch.looked();
        if (stage != Stage.ENDED && data.checkEpoch(leaderEpoch) != ErrorCode.NONE) {
            end(ErrorCode.NOT_LEADER_OR_FOLLOWER);
        } else {
            tellListeners();
        }
    }

    private void tellListeners() {
        List<Runnable> all = List.copyOf(listeners);
        listeners.clear();
        all.forEach(Runnable::run);
    }
}
