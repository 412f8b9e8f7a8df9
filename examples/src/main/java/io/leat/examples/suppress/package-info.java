/** Only the last word: results that go out once. */
@NullMarked
package io.leat.examples.suppress;

import org.jspecify.annotations.NullMarked;
