package io.leat.streams.processor;

import java.io.IOException;

/** Hears that the offsets of a store's changelog are being committed. */
@FunctionalInterface
public interface CommitCallback {
    void onCommit() throws IOException;
}
