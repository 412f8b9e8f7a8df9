/** Requests about the cluster: API versions, metadata, brokers, partitions. */
@NullMarked
package io.leat.log.broker.cluster;

import org.jspecify.annotations.NullMarked;
