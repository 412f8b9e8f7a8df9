/** Entry points of the {@code kafka-*.sh} scripts: Kafka's option names and output shapes. */
@NullMarked
package io.leat.log.cli.kafka;

import org.jspecify.annotations.NullMarked;
