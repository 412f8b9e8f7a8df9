/** The implementations of headers; serializers create them by these names. */
@NullMarked
package io.leat.common.header.internals;

import org.jspecify.annotations.NullMarked;
