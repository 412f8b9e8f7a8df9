/** How much clients of a broker may take. */
@NullMarked
package io.leat.common.quota;

import org.jspecify.annotations.NullMarked;
