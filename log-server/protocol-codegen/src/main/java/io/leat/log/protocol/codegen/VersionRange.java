package io.leat.log.protocol.codegen;

/**
 * A range of message versions, both ends included; written {@code 3}, {@code 3-5} or {@code 3+}.
 */
record VersionRange(int lowest, int highest) {

    static final int OPEN = Short.MAX_VALUE;
    static final VersionRange ALL = new VersionRange(0, OPEN);
    static final VersionRange NONE = new VersionRange(OPEN, -1);

    static VersionRange parse(String text) {
        if (text.endsWith("+")) {
            return new VersionRange(Integer.parseInt(text.substring(0, text.length() - 1)), OPEN);
        }
        int dash = text.indexOf('-');
        if (dash < 0) {
            int only = Integer.parseInt(text);
            return new VersionRange(only, only);
        }
        int lowest = Integer.parseInt(text.substring(0, dash));
        return new VersionRange(lowest, Integer.parseInt(text.substring(dash + 1)));
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
