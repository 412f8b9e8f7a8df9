package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.acl.AclBinding;
import java.util.Map;

/** Result of {@link Admin#createAcls}. */
public class CreateAclsResult {

    private final Map<AclBinding, KafkaFuture<Void>> futures;

    CreateAclsResult(Map<AclBinding, KafkaFuture<Void>> futures) {
        this.futures = futures;
    }

    /** The outcome for each entry. */
    public Map<AclBinding, KafkaFuture<Void>> values() {
        return futures;
    }

    /** Succeeds when all have, fails when one has. */
    public KafkaFuture<Void> all() {
        return Futures.allOf(futures.values());
    }
}
