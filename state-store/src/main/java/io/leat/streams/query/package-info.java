/** Interactive queries: what may be asked of a store, and what it answers. KIP-796. */
@NullMarked
package io.leat.streams.query;

import org.jspecify.annotations.NullMarked;
