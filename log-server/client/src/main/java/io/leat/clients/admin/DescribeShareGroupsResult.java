package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#describeShareGroups}. */
public class DescribeShareGroupsResult {

    private final Map<String, KafkaFuture<ShareGroupDescription>> futures;

    public DescribeShareGroupsResult(Map<String, KafkaFuture<ShareGroupDescription>> futures) {
        this.futures = futures;
    }

    /** Each group, by its id. */
    public Map<String, KafkaFuture<ShareGroupDescription>> describedGroups() {
        return futures;
    }

    /** All of them; fails when one has. */
    public KafkaFuture<Map<String, ShareGroupDescription>> all() {
        return Futures.byKey(futures);
    }
}
