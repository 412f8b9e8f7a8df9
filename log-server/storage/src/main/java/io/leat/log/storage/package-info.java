/** The log of a partition on disk: segments, indexes, producers, epochs, recovery, retention. */
@NullMarked
package io.leat.log.storage;

import org.jspecify.annotations.NullMarked;
