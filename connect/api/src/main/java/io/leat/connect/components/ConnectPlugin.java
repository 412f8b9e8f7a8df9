package io.leat.connect.components;

import io.leat.common.config.ConfigDef;

/** A plugin of the connector runtime: it has a version and says which settings it takes. */
public interface ConnectPlugin extends Versioned {

    /** The settings that this plugin understands. */
    ConfigDef config();
}
