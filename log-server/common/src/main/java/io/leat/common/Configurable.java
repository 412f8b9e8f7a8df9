package io.leat.common;

import java.util.Map;

/** Something the client creates by its class name and then hands the configuration. */
public interface Configurable {

    void configure(Map<String, ?> configs);
}
