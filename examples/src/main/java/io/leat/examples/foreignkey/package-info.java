/** Rows that point to rows of another table. */
@NullMarked
package io.leat.examples.foreignkey;

import org.jspecify.annotations.NullMarked;
