/** The side-by-side harness: Leat and Apache Kafka as child processes, under the same load. */
@NullMarked
package io.leat.log.benchmarks;

import org.jspecify.annotations.NullMarked;
