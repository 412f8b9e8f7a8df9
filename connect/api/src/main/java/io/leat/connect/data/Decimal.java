package io.leat.connect.data;

import io.leat.connect.errors.DataException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** A decimal number: its unscaled value as bytes, its scale as a parameter of the schema. */
public class Decimal {

    /** The schema name that makes a value of this logical type. */
    public static final String LOGICAL_NAME = "org.apache.kafka.connect.data.Decimal";

    /** The schema parameter with the number of digits after the point. */
    public static final String SCALE_FIELD = "scale";

    public static SchemaBuilder builder(int scale) {
        return SchemaBuilder.bytes()
                .name(LOGICAL_NAME)
                .parameter(SCALE_FIELD, Integer.toString(scale))
                .version(1);
    }

    public static Schema schema(int scale) {
        return builder(scale).build();
    }

    public static byte[] fromLogical(Schema schema, BigDecimal value) {
        int scale = scale(schema);
        if (value.scale() != scale) {
            throw new DataException(
                    "a decimal of scale " + value.scale() + " where the schema says " + scale);
        }
        return value.unscaledValue().toByteArray();
    }

    public static BigDecimal toLogical(Schema schema, byte[] value) {
        return new BigDecimal(new BigInteger(value), scale(schema));
    }

    private static int scale(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        String text = parameters == null ? null : parameters.get(SCALE_FIELD);
        if (text == null) {
            throw new DataException("a decimal schema needs the parameter 'scale'");
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new DataException("the parameter 'scale' is no number: " + text, e);
        }
    }
}
