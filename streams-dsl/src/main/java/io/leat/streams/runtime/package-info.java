/** Running tasks on threads: assignment, restore, commits, exactly-once. */
@NullMarked
package io.leat.streams.runtime;

import org.jspecify.annotations.NullMarked;
