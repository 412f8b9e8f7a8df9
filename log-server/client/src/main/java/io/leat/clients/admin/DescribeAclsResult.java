package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.acl.AclBinding;
import java.util.Collection;

/** Result of {@link Admin#describeAcls}. */
public class DescribeAclsResult {

    private final KafkaFuture<Collection<AclBinding>> future;

    DescribeAclsResult(KafkaFuture<Collection<AclBinding>> future) {
        this.future = future;
    }

    /** What matches the filter. */
    public KafkaFuture<Collection<AclBinding>> values() {
        return future;
    }
}
