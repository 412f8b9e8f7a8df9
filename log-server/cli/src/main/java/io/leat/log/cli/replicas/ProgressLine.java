package io.leat.log.cli.replicas;

import io.leat.log.cli.Terminal;
import java.io.PrintWriter;

/**
 * Shows how far something is: a bar that is drawn over on a terminal, elsewhere a line when it has
 * got on by a twentieth. Used by one thread.
 */
public final class ProgressLine implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final int STEPS = 20;
    private static final String TO_END_OF_LINE = "\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final boolean silent;
    private int lastStep = -1;
    private boolean drawn;

    ProgressLine(PrintWriter out, boolean terminal) {
        this(out, terminal, false);
    }

    private ProgressLine(PrintWriter out, boolean terminal, boolean silent) {
        this.out = out;
        this.terminal = terminal;
        this.silent = silent;
    }

    /** On the terminal of this process, if it has one. */
    public static ProgressLine on(PrintWriter out) {
        return new ProgressLine(out, Terminal.isThere());
    }

    /** As above, and nothing at all elsewhere. */
    public static ProgressLine ifTerminal(PrintWriter out) {
        return new ProgressLine(out, Terminal.isThere(), !Terminal.isThere());
    }

    /**
     * @param done from 0 to 1
     */
    public void show(double done, String text) {
        if (silent) {
            return;
        }
        double bounded = Math.max(0, Math.min(1, done));
        int percent = (int) (bounded * 100);
        if (terminal) {
            int filled = (int) (bounded * WIDTH);
            String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
            out.printf("\r[%s] %3d %%  %s%s", bar, percent, text, TO_END_OF_LINE);
            out.flush();
            drawn = true;
            return;
        }
        int step = (int) (bounded * STEPS);
        if (step != lastStep) {
            lastStep = step;
            out.printf("%3d %%  %s%n", percent, text);
            out.flush();
        }
    }

    /** Leaves the line; what is printed next has its own. */
    @Override
    public void close() {
        if (drawn) {
            out.println();
            out.flush();
        }
    }
}
