/** Partition logs on disk: segments, indexes, producer state, recovery. */
@NullMarked
package io.leat.log.storage;

import org.jspecify.annotations.NullMarked;
