/** How a server is: metrics and health, over HTTP and beside the protocol. */
@NullMarked
package io.leat.log.server.admin;

import org.jspecify.annotations.NullMarked;
