/** The controller: requests become records of the metadata log, and only records change state. */
@NullMarked
package io.leat.log.quorum.controller;

import org.jspecify.annotations.NullMarked;
