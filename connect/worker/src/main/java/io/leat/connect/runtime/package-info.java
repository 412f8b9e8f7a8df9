/** The connector runtime: runs connectors and their tasks, exactly once where they allow it. */
@NullMarked
package io.leat.connect.runtime;

import org.jspecify.annotations.NullMarked;
