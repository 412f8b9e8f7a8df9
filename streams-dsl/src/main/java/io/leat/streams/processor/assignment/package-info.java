/** Which instance runs which task: what an assignor sees, and what it decides (KIP-924). */
@NullMarked
package io.leat.streams.processor.assignment;

import org.jspecify.annotations.NullMarked;
