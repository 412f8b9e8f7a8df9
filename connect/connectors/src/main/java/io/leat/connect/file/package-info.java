/**
 * The file source, which tails files, and the file sink, which keeps its offsets with its output.
 */
@NullMarked
package io.leat.connect.file;

import org.jspecify.annotations.NullMarked;
