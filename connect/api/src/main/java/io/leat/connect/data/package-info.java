/** The data model between connectors and converters: schemas, structs, logical types. */
@NullMarked
package io.leat.connect.data;

import org.jspecify.annotations.NullMarked;
