/** What source and sink connectors have in common. */
@NullMarked
package io.leat.connect.connector;

import org.jspecify.annotations.NullMarked;
