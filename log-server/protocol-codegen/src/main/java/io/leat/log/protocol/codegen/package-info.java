/**
 * The build tool that turns message schemas into Java records: {@code Main} reads {@code .msg}
 * files with {@code SchemaParser} and prints them with {@code RecordWriter}.
 */
@NullMarked
package io.leat.log.protocol.codegen;

import org.jspecify.annotations.NullMarked;
