/** A whole Leat system in virtual time: node, clients, faults, and the judgement over it all. */
@NullMarked
package io.leat.log.testkit.sim;

import org.jspecify.annotations.NullMarked;
