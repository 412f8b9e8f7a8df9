package io.leat.log.protocol.codegen;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of message versions, both ends included; written {@code 3}, {@code 3-5} or {@code 3+}.
 */
record VersionRange(int lowest, int highest) {

    static final int OPEN = Short.MAX_VALUE;
    static final VersionRange ALL = new VersionRange(0, OPEN);
    static final VersionRange NONE = new VersionRange(OPEN, -1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,4})(\\+|-(\\d{1,4}))?");

    /** The range that {@code text} stands for, or nothing if it stands for none. */
    static Optional<VersionRange> parse(String text) {
        Matcher range = TEXT.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        int lowest = Integer.parseInt(range.group(1));
        if (range.group(2) == null) {
            return Optional.of(new VersionRange(lowest, lowest));
        }
        int highest = range.group(3) == null ? OPEN : Integer.parseInt(range.group(3));
        return Optional.of(new VersionRange(lowest, highest)).filter(some -> !some.isEmpty());
    }

    boolean isEmpty() {
        return highest < lowest;
    }

    boolean covers(VersionRange other) {
        return other.isEmpty() || lowest <= other.lowest && other.highest <= highest;
    }

    VersionRange and(VersionRange other) {
        return new VersionRange(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
    }

    /**
     * The Java condition that the version of {@code cursor}, one of {@code all}, is in this range;
     * empty if each one is.
     */
    String condition(String cursor, VersionRange all) {
        String version = cursor + ".version()";
        if (lowest == highest && !covers(all)) {
            return version + " == " + lowest;
        }
        String from = lowest > all.lowest ? version + " >= " + lowest : "";
        String to = highest < all.highest ? version + " <= " + highest : "";
        return from.isEmpty() || to.isEmpty() ? from + to : from + " && " + to;
    }

    @Override
    public String toString() {
        return lowest == highest ? "" + lowest : lowest + (highest == OPEN ? "+" : "-" + highest);
    }
}
