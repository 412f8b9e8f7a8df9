package io.leat.log.broker;

import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

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
