/**
 * Which instance runs which task and keeps which stores warm, as a function without side effects.
 */
@NullMarked
package io.leat.streams.runtime.assignment;

import org.jspecify.annotations.NullMarked;
