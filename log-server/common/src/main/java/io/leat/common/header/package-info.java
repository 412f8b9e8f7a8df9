/** Headers of records: pairs of a name and bytes. */
@NullMarked
package io.leat.common.header;

import org.jspecify.annotations.NullMarked;
