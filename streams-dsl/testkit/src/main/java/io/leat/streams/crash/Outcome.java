package io.leat.streams.crash;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run left behind. Immutable.
 *
 * @param outputs the committed records of each output topic, by partition and in their order
 * @param stores what the stores of all instances hold, as text, by store and key
 * @param outside what the outside world saw; null if nobody looked
 * @param points the commit points of the run, in their order
 * @param failure the last error that ended an application; null if none did
 */
record Outcome(
        Map<String, List<OutputRecord>> outputs,
        Map<String, Map<String, String>> stores,
        @Nullable Object outside,
        List<String> points,
        @Nullable Throwable failure) {

    List<OutputRecord> of(String topic) {
        return outputs.getOrDefault(topic, List.of());
    }
}
