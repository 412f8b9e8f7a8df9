package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.config.ConfigResource;
import java.util.Map;

/** Result of {@link Admin#describeConfigs}. */
public class DescribeConfigsResult {

    private final Map<ConfigResource, KafkaFuture<Config>> futures;

    protected DescribeConfigsResult(Map<ConfigResource, KafkaFuture<Config>> futures) {
        this.futures = futures;
    }

    /** The configuration of each resource. */
    public Map<ConfigResource, KafkaFuture<Config>> values() {
        return futures;
    }

    /** All of them; fails when one has. */
    public KafkaFuture<Map<ConfigResource, Config>> all() {
        return Futures.byKey(futures);
    }
}
