/** Where producer, consumer and admin client of Leat start from other than their constructors. */
@NullMarked
package io.leat.clients;

import org.jspecify.annotations.NullMarked;
