/** {@link io.leat.common.utils.Bytes} and the few functions of {@code Utils} people rely on. */
@NullMarked
package io.leat.common.utils;

import org.jspecify.annotations.NullMarked;
