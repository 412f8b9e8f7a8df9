package io.leat.clients.admin;

import io.leat.common.KafkaFuture;

/** Result of {@link Admin#describeMetadataQuorum}. */
public class DescribeMetadataQuorumResult {

    private final KafkaFuture<QuorumInfo> future;

    DescribeMetadataQuorumResult(KafkaFuture<QuorumInfo> future) {
        this.future = future;
    }

    /** The quorum as its leader sees it. */
    public KafkaFuture<QuorumInfo> quorumInfo() {
        return future;
    }
}
