/** What is wrong with a cluster, in words. */
@NullMarked
package io.leat.log.quorum.health;

import org.jspecify.annotations.NullMarked;
