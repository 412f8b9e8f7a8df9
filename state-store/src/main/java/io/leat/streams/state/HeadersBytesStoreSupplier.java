package io.leat.streams.state;

/** Marks suppliers of stores that keep headers beside values. */
public interface HeadersBytesStoreSupplier {}
