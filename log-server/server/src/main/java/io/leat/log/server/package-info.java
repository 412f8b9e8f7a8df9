/** The server process: configuration in, wired broker out. */
@NullMarked
package io.leat.log.server;

import org.jspecify.annotations.NullMarked;
