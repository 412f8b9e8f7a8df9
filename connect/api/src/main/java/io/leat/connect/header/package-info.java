/** Headers of connect records: named values with schemas. */
@NullMarked
package io.leat.connect.header;

import org.jspecify.annotations.NullMarked;
