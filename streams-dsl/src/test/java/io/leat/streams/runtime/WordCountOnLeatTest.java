package io.leat.streams.runtime;

import io.leat.log.server.LeatServer;
import java.nio.file.Path;
import java.util.Map;

/** The word count on our own server. */
final class WordCountOnLeatTest extends WordCountContract {

    @Override
    AutoCloseable start(Path data) {
        return LeatServer.start(
                Map.of(
                        "listeners", "PLAINTEXT://127.0.0.1:0",
                        "log.dirs", data.toString(),
                        "offsets.topic.num.partitions", "2",
                        "transaction.state.log.num.partitions", "2",
                        "group.initial.rebalance.delay.ms", "0"));
    }

    @Override
    String address(AutoCloseable started) {
        return ((LeatServer) started).endpoint().toString();
    }
}
