package io.leat.log.cli;

/** Whether somebody looks at a terminal, and what it can show. Stateless. */
public final class Terminal {

    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private Terminal() {}

    /** Whether output goes to a terminal, and its user did not ask for none with NO_COLOR. */
    public static boolean hasColours() {
        return isThere() && System.getenv("NO_COLOR") == null;
    }

    /** Whether output goes to a terminal. */
    public static boolean isThere() {
        return System.console() != null;
    }

    static String bold(String text) {
        return BOLD + text + PLAIN;
    }
}
