/** The cluster as the metadata log describes it: immutable images, and records applied to them. */
@NullMarked
package io.leat.log.quorum.image;

import org.jspecify.annotations.NullMarked;
