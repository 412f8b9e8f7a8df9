package io.leat.streams.state.spi;

/** Builds stores whose use is measured from level DEBUG on. */
public interface MeasuredBuilder {

    /** The kind of store, in the names of tags: {@code rocksdb-window}. */
    String metricsScope();
}
