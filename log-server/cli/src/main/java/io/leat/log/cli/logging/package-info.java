/** Logs of a process on standard error, made to cost next to nothing at its start. */
@NullMarked
package io.leat.log.cli.logging;

import org.jspecify.annotations.NullMarked;
