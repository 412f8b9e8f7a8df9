/** Metrics of an application: what threads, tasks and stores record, under Kafka's names. */
@NullMarked
package io.leat.streams.metrics;

import org.jspecify.annotations.NullMarked;
