/** Typed settings of brokers and topics, under the names Kafka gave them. */
@NullMarked
package io.leat.log.broker.config;

import org.jspecify.annotations.NullMarked;
