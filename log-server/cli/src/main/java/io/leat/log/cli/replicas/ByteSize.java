package io.leat.log.cli.replicas;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Bytes as people write them: {@code 10MB}, {@code 1.5GiB/s}, {@code 500000}. Stateless. */
public final class ByteSize implements ITypeConverter<Long> {

    private static final Pattern TEXT =
            Pattern.compile(
                    "(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(i?)b?(?:/s)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "kmgt";

    @Override
    public Long convert(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new TypeConversionException("'" + text + "' is no number of bytes: write 10MB");
        }
        double bytes = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        int step = matcher.group(3).isEmpty() ? 1000 : 1024;
        int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
        return Math.round(bytes * Math.pow(step, power));
    }

    /** For people: three digits at most, and a unit. */
    public static String show(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int power = 0;
        while (value >= 999.5 && power < UNITS.length()) {
            value /= 1000;
            power++;
        }
        String unit = UNITS.substring(power - 1, power);
        return String.format(
                Locale.ROOT,
                value < 10 ? "%.1f %sB" : "%.0f %sB",
                value,
                power == 1 ? unit : unit.toUpperCase(Locale.ROOT));
    }
}
