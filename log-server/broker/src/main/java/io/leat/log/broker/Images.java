package io.leat.log.broker;

import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest metadata image of this broker. Published on the quorum's loop; read from any loop,
 * each of which sees images in order.
 */
public final class Images {

    private record Subscriber(EventLoop loop, Consumer<MetadataImage> onImage) {}

    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private volatile MetadataImage current = MetadataImage.EMPTY;

    /** The newest image. Take it once per request: the next call may give another. */
    public MetadataImage current() {
        return current;
    }

    /** Runs {@code onImage} on {@code loop} for every image from now on. */
    public void subscribe(EventLoop loop, Consumer<MetadataImage> onImage) {
        subscribers.add(new Subscriber(loop, onImage));
    }

    /**
     * Runs {@code action} once, on {@code loop}, with the first image for which {@code condition}
     * holds, or with whatever is newest after {@code timeoutMs}: for whoever has to see here what
     * was decided elsewhere.
     */
    public void await(
            EventLoop loop,
            Predicate<MetadataImage> condition,
            long timeoutMs,
            Consumer<MetadataImage> action) {
        if (!loop.inLoop()) {
            loop.execute(() -> await(loop, condition, timeoutMs, action));
            return;
        }
        MetadataImage now = current;
        if (condition.test(now)) {
            action.accept(now);
            return;
        }
        Wait wait = new Wait(loop, condition, action);
        wait.subscriber = new Subscriber(loop, wait::check);
        wait.timer = loop.schedule(timeoutMs, wait::end);
        subscribers.add(wait.subscriber);
        wait.check(current);
    }

    /** Owned by its loop. */
    private final class Wait {

        private final EventLoop loop;
        private final Predicate<MetadataImage> condition;
        private final Consumer<MetadataImage> action;
        private @Nullable Subscriber subscriber;
        private @Nullable Timer timer;
        private boolean over;

        Wait(EventLoop loop, Predicate<MetadataImage> condition, Consumer<MetadataImage> action) {
            this.loop = loop;
            this.condition = condition;
            this.action = action;
        }

        void check(MetadataImage image) {
            loop.checkInLoop();
            if (!over && condition.test(image)) {
                end();
            }
        }

        void end() {
            if (!over) {
                over = true;
                subscribers.remove(subscriber);
                if (timer != null) {
                    timer.cancel();
                }
                action.accept(current);
            }
        }
    }

    /** Replaces the image and tells everybody. */
    public void publish(MetadataImage image) {
        current = image;
        for (Subscriber subscriber : subscribers) {
            if (subscriber.loop().inLoop()) {
                subscriber.onImage().accept(image);
            } else {
                subscriber.loop().execute(() -> subscriber.onImage().accept(image));
            }
        }
    }
}
