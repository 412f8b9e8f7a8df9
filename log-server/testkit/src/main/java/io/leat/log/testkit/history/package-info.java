/** What clients saw, and the checks that tell whether a log may have behaved so. */
@NullMarked
package io.leat.log.testkit.history;

import org.jspecify.annotations.NullMarked;
