/** Groups of consumers, streams and share consumers: what is printed of them and done to them. */
@NullMarked
package io.leat.log.cli.groups;

import org.jspecify.annotations.NullMarked;
