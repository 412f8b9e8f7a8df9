/** Metrics under Kafka's names: sensors that record, statistics over them, and who reports them. */
@NullMarked
package io.leat.common.metrics;

import org.jspecify.annotations.NullMarked;
