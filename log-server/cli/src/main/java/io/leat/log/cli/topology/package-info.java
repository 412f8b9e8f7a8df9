/**
 * {@code leat topology}: what {@code Topology.describe()} printed, shown as a tree or a picture,
 * and compared with what it printed before a change. Works on the text of Leat and of Kafka
 * Streams.
 */
@NullMarked
package io.leat.log.cli.topology;

import org.jspecify.annotations.NullMarked;
