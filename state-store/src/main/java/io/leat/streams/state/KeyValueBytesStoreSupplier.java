package io.leat.streams.state;

import io.leat.common.utils.Bytes;

/** Makes key-value stores of bytes. */
public interface KeyValueBytesStoreSupplier extends StoreSupplier<KeyValueStore<Bytes, byte[]>> {}
