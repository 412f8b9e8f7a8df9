/** Whole-cluster simulation, fault plans and history checkers. */
@NullMarked
package io.leat.log.testkit;

import org.jspecify.annotations.NullMarked;
