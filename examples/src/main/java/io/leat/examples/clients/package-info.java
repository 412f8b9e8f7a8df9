/** Producers and consumers, after the programs of the Kafka tutorials. */
@NullMarked
package io.leat.examples.clients;

import org.jspecify.annotations.NullMarked;
