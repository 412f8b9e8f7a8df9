/** What access control entries are about. */
@NullMarked
package io.leat.common.resource;

import org.jspecify.annotations.NullMarked;
