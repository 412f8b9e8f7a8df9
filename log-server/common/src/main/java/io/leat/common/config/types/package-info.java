/** Types of settings beyond the JDK's. */
@NullMarked
package io.leat.common.config.types;

import org.jspecify.annotations.NullMarked;
