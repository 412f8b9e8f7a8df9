/** The share coordinator behind its requests, and how other parts of the broker ask it. */
@NullMarked
package io.leat.log.broker.share.state;

import org.jspecify.annotations.NullMarked;
