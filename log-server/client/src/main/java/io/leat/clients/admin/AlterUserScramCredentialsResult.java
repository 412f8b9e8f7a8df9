package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import java.util.Map;

/** Result of {@link Admin#alterUserScramCredentials}. */
public class AlterUserScramCredentialsResult {

    private final Map<String, KafkaFuture<Void>> futures;

    AlterUserScramCredentialsResult(Map<String, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome for each user. */
    public Map<String, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
