/** Applications of Leat Streams and of Kafka Streams under the same load. */
@NullMarked
package io.leat.log.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
