package io.leat.streams.crash;

import java.util.Locale;

/**
 * One harm at one commit point. Immutable.
 *
 * @param point its number in a calm run of the same seed, from 1
 * @param after whether it comes after the point, not before
 */
record Strike(int point, boolean after, Harm harm) {

    /** Reads what {@link #toString} wrote: {@code 17-after-kill}. */
    static Strike parse(String text) {
        String[] parts = text.split("-", 3);
        try {
            if (parts.length == 3 && (parts[1].equals("after") || parts[1].equals("before"))) {
                return new Strike(
                        Integer.parseInt(parts[0]),
                        parts[1].equals("after"),
                        Harm.valueOf(parts[2].toUpperCase(Locale.ROOT).replace('-', '_')));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(unreadable(text), e);
        }
        throw new IllegalArgumentException(unreadable(text));
    }

    private static String unreadable(String text) {
        return "'" + text + "' is no crash point; they look like 17-after-kill.";
    }

    String side() {
        return after ? "after" : "before";
    }

    @Override
    public String toString() {
        String name = harm.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return point + "-" + side() + "-" + name;
    }
}
