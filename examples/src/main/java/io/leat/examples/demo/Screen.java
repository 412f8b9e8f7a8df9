package io.leat.examples.demo;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Shows the progress: a block that is drawn over on a terminal, a line now and then elsewhere. */
final class Screen {

    private static final int TOP = 10;
    private static final long TERMINAL_INTERVAL_NANOS = 200_000_000L;
    private static final long PLAIN_INTERVAL_NANOS = 2_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private long lastNanos;
    private int drawn;

    Screen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.lastNanos = System.nanoTime();
    }

    void show(Progress progress, int kills) {
        long now = System.nanoTime();
        if (now - lastNanos < (terminal ? TERMINAL_INTERVAL_NANOS : PLAIN_INTERVAL_NANOS)) {
            return;
        }
        lastNanos = now;
        String summary =
                String.format(
                        Locale.ROOT,
                        "%,d lines in, %,d words counted, %,d distinct%s",
                        progress.lines(),
                        progress.words(),
                        progress.distinctWords(),
                        kills > 0 ? ", " + kills + " kills survived" : "");
        if (terminal) {
            draw(summary, progress.top(TOP));
        } else {
            out.println(summary);
        }
        out.flush();
    }

    private void draw(String summary, List<Map.Entry<String, Long>> top) {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\u001b[J");
        }
        out.println(summary);
        long most = top.isEmpty() ? 1 : Math.max(1, top.get(0).getValue());
        for (Map.Entry<String, Long> word : top) {
            int bar = (int) (word.getValue() * 40 / most);
            out.printf(
                    Locale.ROOT,
                    "  %-16s %,8d %s%n",
                    word.getKey(),
                    word.getValue(),
                    "█".repeat(bar));
        }
        drawn = 1 + top.size();
    }
}
