/**
 * {@code kafka-metadata-shell.sh}: the metadata of a cluster as folders and files one can walk in.
 */
@NullMarked
package io.leat.log.server.shell;

import org.jspecify.annotations.NullMarked;
