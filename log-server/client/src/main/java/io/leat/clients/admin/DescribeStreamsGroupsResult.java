package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#describeStreamsGroups}. */
public class DescribeStreamsGroupsResult {

    private final Map<String, KafkaFuture<StreamsGroupDescription>> futures;

    public DescribeStreamsGroupsResult(Map<String, KafkaFuture<StreamsGroupDescription>> futures) {
        this.futures = futures;
    }

    /** Each group, by its id. */
    public Map<String, KafkaFuture<StreamsGroupDescription>> describedGroups() {
        return futures;
    }

    /** All of them; fails when one has. */
    public KafkaFuture<Map<String, StreamsGroupDescription>> all() {
        return Futures.byKey(futures);
    }
}
