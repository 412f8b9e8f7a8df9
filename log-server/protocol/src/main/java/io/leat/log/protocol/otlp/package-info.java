/**
 * Metrics in OTLP, the format of OpenTelemetry in which clients push them to brokers (KIP-714): as
 * much of it as numbers need.
 */
@NullMarked
package io.leat.log.protocol.otlp;

import org.jspecify.annotations.NullMarked;
