package io.leat.connect.json;

/** How decimals look in JSON. */
public enum DecimalFormat {
    /** Their unscaled value in base64: exact, for machines. */
    BASE64,
    /** Numbers: for people. */
    NUMERIC
}
