package io.leat.log.broker.coordinator;

import io.leat.log.runtime.EventLoop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an answer that several loops contribute to. Owned by the loop it is made for; {@link
 * #add} hops there.
 */
public final class Gathering<T> {

    private final EventLoop loop;
    private final Consumer<List<T>> complete;
    private final List<@Nullable T> parts;
    private int missing;

    /**
     * @param count how many parts there are; with none, the answer is complete at once
     * @param complete gets the parts, in the order of their numbers
     */
    public Gathering(EventLoop loop, int count, Consumer<List<T>> complete) {
        this.loop = loop;
        this.complete = complete;
        this.parts = new ArrayList<>(Collections.nCopies(count, null));
        this.missing = count;
        if (count == 0) {
            complete.accept(List.of());
        }
    }

    /** Adds part {@code number}, each once. */
    public void add(int number, T part) {
        if (!loop.inLoop()) {
            loop.execute(() -> add(number, part));
            return;
        }
        parts.set(number, part);
        if (--missing == 0) {
            List<T> all = new ArrayList<>();
            for (T each : parts) {
                if (each != null) {
                    all.add(each);
                }
            }
            complete.accept(all);
        }
    }
}
