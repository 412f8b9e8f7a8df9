package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.quota.ClientQuotaEntity;
import java.util.Map;

/** Result of {@link Admin#alterClientQuotas}. */
public class AlterClientQuotasResult {

    private final Map<ClientQuotaEntity, KafkaFuture<Void>> futures;

    AlterClientQuotasResult(Map<ClientQuotaEntity, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome for each entity. */
    public Map<ClientQuotaEntity, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
