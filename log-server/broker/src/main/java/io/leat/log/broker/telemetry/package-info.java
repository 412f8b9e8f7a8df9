/** What clients measure and push to brokers (KIP-714): who is asked for what, and what came in. */
@NullMarked
package io.leat.log.broker.telemetry;

import org.jspecify.annotations.NullMarked;
