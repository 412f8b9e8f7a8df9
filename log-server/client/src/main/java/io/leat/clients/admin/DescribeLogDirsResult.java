package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#describeLogDirs}. */
public class DescribeLogDirsResult {

    private final Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures;

    DescribeLogDirsResult(Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> futures) {
        this.futures = futures;
    }

    /** For each broker its directories, by path. */
    public Map<Integer, KafkaFuture<Map<String, LogDirDescription>>> descriptions() {
        return futures;
    }

    /** All of them; fails when one broker has. */
    public KafkaFuture<Map<Integer, Map<String, LogDirDescription>>> allDescriptions() {
        return Futures.byKey(futures);
    }
}
