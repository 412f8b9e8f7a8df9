package io.leat.connect.storage;

import io.leat.common.config.ConfigDef;
import java.util.Map;

/** The settings of {@link StringConverter}. */
public class StringConverterConfig extends ConverterConfig {

    public static final String ENCODING_CONFIG = StringConverter.ENCODING_CONFIG;
    public static final String ENCODING_DEFAULT = "UTF-8";

    private static final ConfigDef CONFIG =
            newConfigDef()
                    .define(
                            ENCODING_CONFIG,
                            ConfigDef.Type.STRING,
                            ENCODING_DEFAULT,
                            ConfigDef.Importance.HIGH,
                            "The character set of the text in the log.");

    public StringConverterConfig(Map<String, ?> props) {
        super(CONFIG, props);
    }

    public static ConfigDef configDef() {
        return CONFIG;
    }

    public String encoding() {
        return getString(ENCODING_CONFIG);
    }
}
