/** Record batches of format v2: build, check, walk, compress. */
@NullMarked
package io.leat.log.protocol.record;

import org.jspecify.annotations.NullMarked;
