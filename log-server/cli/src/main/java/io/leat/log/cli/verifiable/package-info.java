/**
 * Clients that say all they do as lines of JSON, as the system tests of Kafka read them: scripts
 * check from outside what was acknowledged, consumed and committed.
 */
@NullMarked
package io.leat.log.cli.verifiable;

import org.jspecify.annotations.NullMarked;
