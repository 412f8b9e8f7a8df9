/**
 * Who may do what: access control lists, and the one place where requests are held against them.
 */
@NullMarked
package io.leat.log.broker.access;

import org.jspecify.annotations.NullMarked;
