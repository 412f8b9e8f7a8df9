/** {@code leat connect}, the command line of the connector runtime. */
@NullMarked
package io.leat.connect.cli;

import org.jspecify.annotations.NullMarked;
