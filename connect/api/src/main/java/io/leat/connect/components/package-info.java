/** Contracts of every plugin. */
@NullMarked
package io.leat.connect.components;

import org.jspecify.annotations.NullMarked;
