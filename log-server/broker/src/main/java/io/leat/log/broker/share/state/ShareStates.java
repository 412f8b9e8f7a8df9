package io.leat.log.broker.share.state;

import io.leat.log.broker.Images;
import io.leat.log.broker.NodeAddresses;
import io.leat.log.broker.Topics;
import io.leat.log.broker.coordinator.CoordinatorHost;
import io.leat.log.broker.peer.PeerCallback;
import io.leat.log.broker.peer.PeerException;
import io.leat.log.broker.peer.Peers;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.share.ShareAnswer;
import io.leat.log.coordinator.share.SharePartitionKey;
import io.leat.log.coordinator.share.ShareStateCoordinator;
import io.leat.log.coordinator.share.ShareStateRecord;
import io.leat.log.coordinator.share.ShareStateRecord.Update;
import io.leat.log.protocol.ApiMessage;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.PartitionImage;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Frame;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Where leaders and groups keep what was delivered: asks the share coordinator of a key, here or on
 * another broker, and asks again while there is none. Owned by one loop, where answers come.
 */
public final class ShareStates {

    private static final long FIRST_PAUSE_MS = 20;
    private static final long LAST_PAUSE_MS = 1_000;

    private final EventLoop loop;
    private final int nodeId;
    private final Images images;
    private final NodeAddresses addresses;
    private final Peers peers;
    private final CoordinatorHost<ShareStateCoordinator, ShareStateRecord> here;
    private final BiConsumer<String, Consumer<ErrorCode>> makeTopic;
    private final long patienceMs;

    /**
     * @param here the coordinators on this broker
     * @param makeTopic makes sure that an internal topic exists; callable on any loop
     * @param patienceMs how long a question is repeated
     */
    public ShareStates(
            EventLoop loop,
            int nodeId,
            Images images,
            NodeAddresses addresses,
            Peers peers,
            CoordinatorHost<ShareStateCoordinator, ShareStateRecord> here,
            BiConsumer<String, Consumer<ErrorCode>> makeTopic,
            long patienceMs) {
        this.loop = loop;
        this.nodeId = nodeId;
        this.images = images;
        this.addresses = addresses;
        this.peers = peers;
        this.here = here;
        this.makeTopic = makeTopic;
        this.patienceMs = patienceMs;
    }

    /** What is asked, in this process and over the network. */
    private interface Question {
        Decision<ShareStateRecord> ask(
                ShareStateCoordinator coordinator, Promise<ShareAnswer> promise, Moment now);
    }

    /** See {@link ShareStateCoordinator#initialize}. */
    public void initialize(
            SharePartitionKey key, int stateEpoch, long startOffset, Consumer<ShareAnswer> done) {
        new Asking(
                        key,
                        (coordinator, promise, now) ->
                                coordinator.initialize(key, stateEpoch, startOffset, promise, now),
                        StateMessages.initialize(key, stateEpoch, startOffset),
                        answer -> initialized(key, answer, done))
                .ask();
    }

    /** With the state that stands in the way, for one that goes beyond it. */
    private void initialized(
            SharePartitionKey key, ShareAnswer answer, Consumer<ShareAnswer> done) {
        if (answer.error() == ErrorCode.FENCED_STATE_EPOCH) {
            summary(key, kept -> done.accept(answer.with(kept.state())));
        } else {
            done.accept(answer);
        }
    }

    /** See {@link ShareStateCoordinator#read}. */
    public void read(SharePartitionKey key, int leaderEpoch, Consumer<ShareAnswer> done) {
        new Asking(
                        key,
                        (coordinator, promise, now) -> coordinator.read(key, leaderEpoch, promise),
                        StateMessages.read(key, leaderEpoch),
                        done)
                .ask();
    }

    /** See {@link ShareStateCoordinator#write}. */
    public void write(Update update, int stateEpoch, Consumer<ShareAnswer> done) {
        new Asking(
                        update.key(),
                        (coordinator, promise, now) ->
                                coordinator.write(update, stateEpoch, promise, now),
                        StateMessages.write(update, stateEpoch),
                        done)
                .ask();
    }

    /** See {@link ShareStateCoordinator#summary}. */
    public void summary(SharePartitionKey key, Consumer<ShareAnswer> done) {
        new Asking(
                        key,
                        (coordinator, promise, now) -> coordinator.summary(key, promise),
                        StateMessages.summary(key),
                        done)
                .ask();
    }

    /** See {@link ShareStateCoordinator#delete}. */
    public void delete(SharePartitionKey key, Consumer<ShareAnswer> done) {
        new Asking(
                        key,
                        (coordinator, promise, now) -> coordinator.delete(key, promise),
                        StateMessages.delete(key),
                        done)
                .ask();
    }

    /** One question until it is answered, or too long was nobody there who could. */
    private final class Asking {
        private final SharePartitionKey key;
        private final Question question;
        private final ApiMessage request;
        private final Consumer<ShareAnswer> done;
        private final long deadlineMs;
        private long pauseMs = FIRST_PAUSE_MS;

        Asking(
                SharePartitionKey key,
                Question question,
                ApiMessage request,
                Consumer<ShareAnswer> done) {
            loop.checkInLoop();
            this.key = key;
            this.question = question;
            this.request = request;
            this.done = done;
            this.deadlineMs = loop.clock().millis() + patienceMs;
        }

        void ask() {
            MetadataImage image = images.current();
            TopicImage topic = image.topic(Topics.SHARE_STATE);
            if (topic == null) {
                makeTopic.accept(
                        Topics.SHARE_STATE,
                        error -> onLoop(error == ErrorCode.NONE ? this::ask : this::again));
                return;
            }
            PartitionImage partition = topic.partition(here.partitionOf(key.coordinatorKey()));
            int leader = partition == null ? -1 : partition.leader();
            Endpoint address = leader == nodeId ? null : addresses.of(image, leader);
            if (leader == nodeId) {
                here.<ShareAnswer>ask(
                        key.coordinatorKey(),
                        question::ask,
                        answer -> onLoop(() -> answered(answer)),
                        error -> onLoop(() -> answered(ShareAnswer.failed(error))));
            } else if (address != null) {
                send(address);
            } else {
                again();
            }
        }

        private void send(Endpoint to) {
            peers.send(
                    to,
                    request,
                    request.apiKey().maxStableVersion(),
                    patienceMs,
                    new PeerCallback<>() {
                        @Override
                        public void answered(ApiMessage response, Frame frame) {
                            Asking.this.answered(StateMessages.answer(response));
                        }

                        @Override
                        public void failed(PeerException cause) {
                            again();
                        }
                    });
        }

        private void answered(ShareAnswer answer) {
            switch (answer.error()) {
                case COORDINATOR_LOAD_IN_PROGRESS,
                        COORDINATOR_NOT_AVAILABLE,
                        NOT_COORDINATOR,
                        UNKNOWN_TOPIC_OR_PARTITION ->
                        again(answer);
                default -> done.accept(answer);
            }
        }

        private void again() {
            again(ShareAnswer.failed(ErrorCode.COORDINATOR_NOT_AVAILABLE));
        }

        private void again(ShareAnswer last) {
            boolean gone = images.current().topic(key.topicId()) == null;
            if (gone || loop.clock().millis() + pauseMs > deadlineMs) {
                done.accept(last);
                return;
            }
            loop.schedule(pauseMs, this::ask);
            pauseMs = Math.min(2 * pauseMs, LAST_PAUSE_MS);
        }
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
