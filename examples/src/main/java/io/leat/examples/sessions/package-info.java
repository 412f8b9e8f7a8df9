/** Windows that last as long as somebody is active. */
@NullMarked
package io.leat.examples.sessions;

import org.jspecify.annotations.NullMarked;
