/** The folders of {@code log.dirs}: which replica is in which, and who is told. */
@NullMarked
package io.leat.log.broker.directory;

import org.jspecify.annotations.NullMarked;
