package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.quota.ClientQuotaEntity;
import java.util.Map;

/** Result of {@link Admin#describeClientQuotas}. */
public class DescribeClientQuotasResult {

    private final KafkaFuture<Map<ClientQuotaEntity, Map<String, Double>>> entities;

    DescribeClientQuotasResult(KafkaFuture<Map<ClientQuotaEntity, Map<String, Double>>> entities) {
        this.entities = entities;
    }

    /** The quotas, by their keys, of each entity that fits. */
    public KafkaFuture<Map<ClientQuotaEntity, Map<String, Double>>> entities() {
        return entities;
    }
}
