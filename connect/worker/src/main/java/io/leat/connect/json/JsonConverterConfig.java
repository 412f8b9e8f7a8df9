package io.leat.connect.json;

import io.leat.common.config.ConfigDef;
import io.leat.connect.storage.ConverterConfig;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of {@link JsonConverter}. */
public final class JsonConverterConfig extends ConverterConfig {

    public static final String SCHEMAS_ENABLE_CONFIG = "schemas.enable";
    public static final boolean SCHEMAS_ENABLE_DEFAULT = true;
    public static final String SCHEMA_CONTENT_CONFIG = "schema.content";
    public static final @Nullable String SCHEMA_CONTENT_DEFAULT = null;
    public static final String SCHEMAS_CACHE_SIZE_CONFIG = "schemas.cache.size";
    public static final int SCHEMAS_CACHE_SIZE_DEFAULT = 1000;
    public static final String DECIMAL_FORMAT_CONFIG = "decimal.format";
    public static final String DECIMAL_FORMAT_DEFAULT = DecimalFormat.BASE64.name();
    public static final String REPLACE_NULL_WITH_DEFAULT_CONFIG = "replace.null.with.default";
    public static final boolean REPLACE_NULL_WITH_DEFAULT_DEFAULT = true;

    private static final ConfigDef CONFIG =
            newConfigDef()
                    .define(
                            SCHEMAS_ENABLE_CONFIG,
                            ConfigDef.Type.BOOLEAN,
                            SCHEMAS_ENABLE_DEFAULT,
                            ConfigDef.Importance.HIGH,
                            "Whether each value carries its schema.")
                    .define(
                            SCHEMA_CONTENT_CONFIG,
                            ConfigDef.Type.STRING,
                            SCHEMA_CONTENT_DEFAULT,
                            ConfigDef.Importance.HIGH,
                            "The schema in JSON of values that do not carry theirs, when reading.")
                    .define(
                            SCHEMAS_CACHE_SIZE_CONFIG,
                            ConfigDef.Type.INT,
                            SCHEMAS_CACHE_SIZE_DEFAULT,
                            ConfigDef.Importance.HIGH,
                            "The most schemas that are remembered.")
                    .define(
                            DECIMAL_FORMAT_CONFIG,
                            ConfigDef.Type.STRING,
                            DECIMAL_FORMAT_DEFAULT,
                            ConfigDef.CaseInsensitiveValidString.in(
                                    DecimalFormat.BASE64.name(), DecimalFormat.NUMERIC.name()),
                            ConfigDef.Importance.LOW,
                            "How decimals are written: BASE64 or NUMERIC.")
                    .define(
                            REPLACE_NULL_WITH_DEFAULT_CONFIG,
                            ConfigDef.Type.BOOLEAN,
                            REPLACE_NULL_WITH_DEFAULT_DEFAULT,
                            ConfigDef.Importance.LOW,
                            "Whether a null is written as its default.");

    public JsonConverterConfig(Map<String, ?> props) {
        super(CONFIG, props);
    }

    public static ConfigDef configDef() {
        return CONFIG;
    }

    public boolean schemasEnabled() {
        return getBoolean(SCHEMAS_ENABLE_CONFIG);
    }

    public int schemaCacheSize() {
        return getInt(SCHEMAS_CACHE_SIZE_CONFIG);
    }

    public DecimalFormat decimalFormat() {
        return DecimalFormat.valueOf(getString(DECIMAL_FORMAT_CONFIG).toUpperCase(Locale.ROOT));
    }

    public boolean replaceNullWithDefault() {
        return getBoolean(REPLACE_NULL_WITH_DEFAULT_CONFIG);
    }

    /** The schema of values that carry none; null when they have none. */
    public byte @Nullable [] schemaContent() {
        String content = getString(SCHEMA_CONTENT_CONFIG);
        return content == null || content.isEmpty()
                ? null
                : content.getBytes(StandardCharsets.UTF_8);
    }
}
