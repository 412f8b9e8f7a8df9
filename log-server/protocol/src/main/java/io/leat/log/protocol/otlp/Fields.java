package io.leat.log.protocol.otlp;

/** The numbers of the fields of OTLP that are used here (opentelemetry-proto, metrics.proto). */
final class Fields {

    static final int DATA_RESOURCE_METRICS = 1;

    static final int RESOURCE = 1;
    static final int RESOURCE_SCOPE_METRICS = 2;
    static final int RESOURCE_ATTRIBUTES = 1;

    static final int SCOPE_METRICS = 2;

    static final int METRIC_NAME = 1;
    static final int METRIC_GAUGE = 5;
    static final int METRIC_SUM = 7;

    /** Of a gauge and of a sum. */
    static final int DATA_POINTS = 1;

    static final int SUM_TEMPORALITY = 2;
    static final int SUM_MONOTONIC = 3;
    static final int DELTA = 1;
    static final int CUMULATIVE = 2;

    static final int POINT_START = 2;
    static final int POINT_TIME = 3;
    static final int POINT_DOUBLE = 4;
    static final int POINT_INT = 6;
    static final int POINT_ATTRIBUTES = 7;

    static final int KEY = 1;
    static final int VALUE = 2;
    static final int VALUE_TEXT = 1;
    static final int VALUE_BOOL = 2;
    static final int VALUE_INT = 3;
    static final int VALUE_DOUBLE = 4;

    private Fields() {}
}
