package io.leat.connect.source;

/** Whether a source connector can resume so that nothing is read twice or left out (KIP-618). */
public enum ExactlyOnceSupport {
    SUPPORTED,
    UNSUPPORTED
}
