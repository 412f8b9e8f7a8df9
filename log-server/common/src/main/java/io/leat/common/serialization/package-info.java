/** How objects become bytes and back. Null goes in and out as null: it is a tombstone. */
package io.leat.common.serialization;
