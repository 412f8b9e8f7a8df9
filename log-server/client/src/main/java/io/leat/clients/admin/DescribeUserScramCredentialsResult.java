package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Result of {@link Admin#describeUserScramCredentials}. */
public class DescribeUserScramCredentialsResult {

    private final KafkaFuture<Map<String, KafkaFuture<UserScramCredentialsDescription>>> future;

    DescribeUserScramCredentialsResult(
            KafkaFuture<Map<String, KafkaFuture<UserScramCredentialsDescription>>> future) {
        this.future = future;
    }

    /** All descriptions by user; fails when one has. */
    public KafkaFuture<Map<String, UserScramCredentialsDescription>> all() {
        return KafkaFuture.of(Futures.flatten(future));
    }

    /** The users that were found. */
    public KafkaFuture<List<String>> users() {
        return future.thenApply(
                byUser -> {
                    Map<String, Boolean> found = new LinkedHashMap<>();
                    byUser.forEach(
                            (user, each) -> found.put(user, !each.isCompletedExceptionally()));
                    return found.keySet().stream().filter(found::get).toList();
                });
    }

    /** One of the users. */
    public KafkaFuture<UserScramCredentialsDescription> description(String userName) {
        return KafkaFuture.of(
                future.toCompletionStage()
                        .thenCompose(byUser -> Futures.of(byUser, userName).toCompletionStage())
                        .toCompletableFuture());
    }
}
