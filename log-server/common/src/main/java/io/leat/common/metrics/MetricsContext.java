package io.leat.common.metrics;

import java.util.Map;

/** What metrics belong to (KIP-606). */
public interface MetricsContext {

    /** The label that says which part of the system it is. */
    String NAMESPACE = "_namespace";

    Map<String, String> contextLabels();
}
