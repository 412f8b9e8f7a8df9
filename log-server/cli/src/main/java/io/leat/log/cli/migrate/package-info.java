/** {@code leat migrate}: programs for Apache Kafka's public classes become programs for Leat's. */
@NullMarked
package io.leat.log.cli.migrate;

import org.jspecify.annotations.NullMarked;
