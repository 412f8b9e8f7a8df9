package io.leat.common;

import io.leat.common.config.ConfigException;
import java.util.Map;
import java.util.Set;

/** A {@link Configurable} whose settings may change while it runs. */
public interface Reconfigurable extends Configurable {

    /** The names that may change. */
    Set<String> reconfigurableConfigs();

    /** Checks the new settings without taking them. */
    void validateReconfiguration(Map<String, ?> configs) throws ConfigException;

    /** Takes the new settings. */
    void reconfigure(Map<String, ?> configs);
}
