/** Where replicas are, plans to move them, and watching them move. */
@NullMarked
package io.leat.log.cli.replicas;

import org.jspecify.annotations.NullMarked;
