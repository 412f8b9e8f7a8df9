package io.leat.connect.storage;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigDef;
import java.util.Locale;
import java.util.Map;

/** The settings that every converter has. */
public abstract class ConverterConfig extends AbstractConfig {

    public static final String TYPE_CONFIG = "converter.type";

    protected ConverterConfig(ConfigDef configDef, Map<String, ?> props) {
        super(configDef, props, false);
    }

    /** A definition with those settings, for others to be added. */
    public static ConfigDef newConfigDef() {
        return new ConfigDef()
                .define(
                        TYPE_CONFIG,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.ValidString.in("key", "value", "header"),
                        ConfigDef.Importance.LOW,
                        "What the converter converts.");
    }

    public ConverterType type() {
        return ConverterType.withName(getString(TYPE_CONFIG).toLowerCase(Locale.ROOT));
    }
}
