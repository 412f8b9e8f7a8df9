package io.leat.streams.task;

import static io.leat.common.metrics.Sensor.RecordingLevel.DEBUG;
import static io.leat.streams.metrics.Figure.AVG;
import static io.leat.streams.metrics.Figure.MAX;

import io.leat.streams.metrics.MetricGroup;
import io.leat.streams.metrics.Recorder;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The iterators of a store that processors have not closed yet. Owned by the task's thread. */
final class OpenIterators {

    private final MetricGroup group;
    private final Recorder duration;

    /** When they were opened, in the order of that. */
    private final Map<Long, Long> openedMs = new ConcurrentSkipListMap<>();

    private long last;

    OpenIterators(MetricGroup group) {
        this.group = group;
        duration =
                group.recorder(DEBUG, "iterator-duration", "ns that an iterator is open", AVG, MAX);
        group.number(DEBUG, "num-open-iterators", "open iterators", openedMs::size);
        group.gauge(
                DEBUG,
                "oldest-iterator-open-since-ms",
                "when the oldest open iterator was opened, in ms since the epoch",
                () -> openedMs.values().stream().findFirst().orElse(0L));
    }

    /** The same iterator; its call counts until it is closed, and so does {@code call}. */
    Object around(AutoCloseable inner, Recorder call, long begun) {
        long number = ++last;
        openedMs.put(number, group.thread().clock().epochMillis());
        return Interfaces.proxy(
                inner,
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && openedMs.remove(number) != null) {
                        long taken = group.thread().clock().nanos() - begun;
                        call.record(taken);
                        duration.record(taken);
                    }
                    return Interfaces.call(inner, method, arguments);
                });
    }
}
