/** Conditions for transforms. */
@NullMarked
package io.leat.connect.transforms.predicates;

import org.jspecify.annotations.NullMarked;
