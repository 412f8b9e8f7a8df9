/**
 * Public types that the clients, state stores, streams and connectors share.
 *
 * <p>Names and signatures follow Apache Kafka's {@code org.apache.kafka.common}, so that code and
 * knowledge carry over.
 */
@NullMarked
package io.leat.common;

import org.jspecify.annotations.NullMarked;
