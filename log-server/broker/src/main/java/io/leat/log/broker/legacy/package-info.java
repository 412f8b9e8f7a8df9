/** Clients from before Kafka 2.1: what their requests become, and what they are told. */
@NullMarked
package io.leat.log.broker.legacy;

import org.jspecify.annotations.NullMarked;
