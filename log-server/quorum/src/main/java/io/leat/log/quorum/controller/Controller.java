package io.leat.log.quorum.controller;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.quorum.MetadataBatch;
import io.leat.log.quorum.MetadataSnapshot;
import io.leat.log.quorum.RaftListener;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.SnapshotSource;
import io.leat.log.quorum.image.MetadataCodec;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.Check;
import io.leat.log.runtime.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides, appends, applies (D3): while this node leads the quorum, requests become records; on
 * every node committed records become images. Owned by the quorum's loop; {@link #submit} is safe
 * from any.
 *
 * <p>A decision sees everything decided before it, committed or not, so that two requests for one
 * name cannot both win. Its reply leaves when its records are committed. If leadership ends before
 * that, the reply is an error that leaves open whether they will be.
 */
public final class Controller implements RaftListener {

    private static final Logger log = LoggerFactory.getLogger(Controller.class);

    /** A decision whose records are not committed yet. */
    private record Waiting(long endOffset, Runnable reply, Consumer<ErrorCode> failed) {}

    private final EventLoop loop;
    private final Consumer<MetadataImage> committedImages;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

    /** The images after each batch this leader appended and that is not committed yet. */
    private final ArrayDeque<MetadataImage> ahead = new ArrayDeque<>();

    private final List<Activity> activities = new ArrayList<>();

    private @Nullable RaftNode raft;
    private MetadataImage committed = MetadataImage.EMPTY;
    private MetadataImage latest = MetadataImage.EMPTY;
    private boolean active;

    /**
     * @param committedImages is told every new image, on the quorum's loop
     */
    public Controller(EventLoop loop, Consumer<MetadataImage> committedImages) {
        this.loop = loop;
        this.committedImages = committedImages;
    }

    /** Names the voter it works with; before that one starts. */
    public void attach(RaftNode raft) {
        this.raft = raft;
    }

    /** Tells {@code activity} when this node begins and ceases to decide; before it starts. */
    public void follow(Activity activity) {
        activities.add(activity);
    }

    /**
     * Decides on the quorum's loop and answers there, once.
     *
     * @param decide a pure function of the image
     * @param reply is given the decision's reply once it holds for good
     * @param failed is given {@link ErrorCode#NOT_CONTROLLER} if nothing was decided here, or
     *     {@link ErrorCode#REQUEST_TIMED_OUT} if it may or may not come to hold
     */
    public <R> void submit(
            Function<MetadataImage, Decision<R>> decide,
            Consumer<R> reply,
            Consumer<ErrorCode> failed) {
        if (!loop.inLoop()) {
            loop.execute(() -> submit(decide, reply, failed));
            return;
        }
        RaftNode voter = raft;
        if (!active || voter == null) {
            failed.accept(ErrorCode.NOT_CONTROLLER);
            return;
        }
        Decision<R> decision = decide.apply(latest);
        if (decision.records().isEmpty() && waiting.isEmpty()) {
            reply.accept(decision.reply());
            return;
        }
        long endOffset = latest.offset();
        if (!decision.records().isEmpty()) {
            endOffset = append(voter, decision.records());
        }
        // An empty decision waits as well: it may rest on records that are not committed yet.
        waiting.add(new Waiting(endOffset, () -> reply.accept(decision.reply()), failed));
        settle();
    }

    private long append(RaftNode voter, List<LogRecord> records) {
        List<ByteBuffer> encoded = new ArrayList<>(records.size());
        MetadataDelta delta = new MetadataDelta(latest);
        for (LogRecord record : records) {
            encoded.add(MetadataCodec.encode(record));
            delta.apply(record);
        }
        long endOffset = voter.append(encoded);
        latest = delta.image(endOffset);
        ahead.add(latest);
        return endOffset;
    }

    @Override
    public void onCommitted(MetadataBatch batch) {
        MetadataImage own = ahead.poll();
        committed = own != null ? own : replay(batch);
        Check.that(committed.offset() == batch.endOffset(), "an image skipped a batch");
        if (own == null) {
            latest = committed;
        }
        committedImages.accept(committed);
        settle();
    }

    private MetadataImage replay(MetadataBatch batch) {
        MetadataDelta delta = new MetadataDelta(committed);
        for (ByteBuffer record : batch.records()) {
            delta.apply(MetadataCodec.decode(record.duplicate()));
        }
        return delta.image(batch.endOffset());
    }

    @Override
    public void onSnapshot(MetadataSnapshot snapshot) {
        Check.that(!active, "who decides loads no snapshot");
        MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
        for (List<ByteBuffer> batch : snapshot.records()) {
            batch.forEach(record -> delta.apply(MetadataCodec.decode(record.duplicate())));
        }
        committed = delta.image(snapshot.id().endOffset());
        latest = committed;
        committedImages.accept(committed);
    }

    @Override
    public SnapshotSource image() {
        MetadataImage image = committed;
        return new SnapshotSource() {
            @Override
            public long offset() {
                return image.offset();
            }

            @Override
            public Iterator<ByteBuffer> records() {
                return image.records().stream().map(MetadataCodec::encode).iterator();
            }
        };
    }

    private void settle() {
        Waiting next;
        while ((next = waiting.peek()) != null && next.endOffset() <= committed.offset()) {
            waiting.remove();
            next.reply().run();
        }
    }

    @Override
    public void onLeading(int epoch) {
        Check.that(waiting.isEmpty(), "a new leader has decided nothing yet");
        log.info("This node is the active controller of epoch {}", epoch);
        latest = committed;
        active = true;
        activities.forEach(Activity::started);
    }

    @Override
    public void onResigned(int epoch) {
        log.info("This node is no longer the active controller of epoch {}", epoch);
        active = false;
        activities.forEach(Activity::ended);
        ahead.clear();
        latest = committed;
        List<Waiting> lost = List.copyOf(waiting);
        waiting.clear();
        lost.forEach(each -> each.failed().accept(ErrorCode.REQUEST_TIMED_OUT));
    }

    /** Whether this node decides. On the quorum's loop. */
    public boolean active() {
        return active;
    }
}
