/** What a record's timestamp means. */
@NullMarked
package io.leat.common.record;

import org.jspecify.annotations.NullMarked;
