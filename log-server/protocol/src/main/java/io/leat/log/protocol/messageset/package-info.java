/** Message formats v0 and v1, of clients from before Kafka 0.11: to batches of v2 and back. */
@NullMarked
package io.leat.log.protocol.messageset;

import org.jspecify.annotations.NullMarked;
