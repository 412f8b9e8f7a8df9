/** Who may do what. */
@NullMarked
package io.leat.common.acl;

import org.jspecify.annotations.NullMarked;
