package io.leat.connect.source;

/** Whether a source connector can set transaction boundaries itself (KIP-618). */
public enum ConnectorTransactionBoundaries {
    SUPPORTED,
    UNSUPPORTED
}
