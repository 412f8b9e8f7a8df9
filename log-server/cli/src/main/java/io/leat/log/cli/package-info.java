/** The leat command line and the entry points of the kafka-*.sh scripts. */
@NullMarked
package io.leat.log.cli;

import org.jspecify.annotations.NullMarked;
