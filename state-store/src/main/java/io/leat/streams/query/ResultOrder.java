package io.leat.streams.query;

/** The order of what a query finds, by the bytes of keys or by time. */
public enum ResultOrder {
    ANY,
    ASCENDING,
    DESCENDING
}
