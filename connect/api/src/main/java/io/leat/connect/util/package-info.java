/** What many connectors need. */
@NullMarked
package io.leat.connect.util;

import org.jspecify.annotations.NullMarked;
