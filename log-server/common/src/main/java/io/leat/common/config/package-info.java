/** Settings: their definition, parsing, checking, and the names that topics and security use. */
@NullMarked
package io.leat.common.config;

import org.jspecify.annotations.NullMarked;
