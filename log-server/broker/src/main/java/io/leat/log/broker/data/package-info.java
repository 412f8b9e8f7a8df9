/** The data path: partitions on their logs, and the handlers that write to and read from them. */
@NullMarked
package io.leat.log.broker.data;

import org.jspecify.annotations.NullMarked;
