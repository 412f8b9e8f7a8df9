/** Requests about share groups, their members and how far they are. */
@NullMarked
package io.leat.log.broker.share.group;

import org.jspecify.annotations.NullMarked;
