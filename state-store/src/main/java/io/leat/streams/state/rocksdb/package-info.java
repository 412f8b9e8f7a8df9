/** State stores on RocksDB; the only place with native code and files. */
@NullMarked
package io.leat.streams.state.rocksdb;

import org.jspecify.annotations.NullMarked;
