package io.leat.log.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows under a header. As text, each column is as wide as its widest cell, and 15 characters unless
 * told; a cell that is null is a dash. Owned by a command's thread.
 */
public final class Table {

    private static final int WIDTH_MIN = 15;
    private static final String NONE = "-";

    private final List<String> header;
    private final List<List<? extends @Nullable Object>> rows = new ArrayList<>();
    private final int[] widthsMin;

    public Table(String... header) {
        this.header = List.of(header);
        this.widthsMin = new int[header.length];
        Arrays.fill(widthsMin, WIDTH_MIN);
    }

    public Table(List<String> header) {
        this(header.toArray(String[]::new));
    }

    /** The column of this name is at least so wide, if there is one. */
    public Table width(String column, int characters) {
        int index = header.indexOf(column);
        if (index >= 0) {
            widthsMin[index] = characters;
        }
        return this;
    }

    /** Adds a row of strings, numbers, truth values and lists of them. */
    public void row(List<? extends @Nullable Object> cells) {
        rows.add(cells);
    }

    /** As {@link #row(List)}. */
    public void row(@Nullable Object... cells) {
        rows.add(Arrays.asList(cells));
    }

    /**
     * The rows for programs: by the names of columns, as {@code currentOffset} for {@code
     * CURRENT-OFFSET}.
     */
    List<Map<String, @Nullable Object>> objects() {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (List<? extends @Nullable Object> row : rows) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                object.put(member(header.get(i)), row.get(i));
            }
            objects.add(object);
        }
        return objects;
    }

    private static String member(String column) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : column.replaceAll("\\(.*", "").trim().toCharArray()) {
            if (!Character.isLetterOrDigit(c)) {
                upper = name.length() > 0;
            } else {
                name.append(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
                upper = false;
            }
        }
        return name.toString();
    }

    /** Prints an empty line and the table under it. */
    public void print(PrintWriter out) {
        print(out, false);
    }

    /** As above, with a header that stands out if there are colours. */
    void print(PrintWriter out, boolean colours) {
        out.println();
        printRows(out, colours);
    }

    /** Prints the table only. */
    public void printRows(PrintWriter out) {
        printRows(out, false);
    }

    private void printRows(PrintWriter out, boolean colours) {
        int[] widths = widthsMin.clone();
        measure(widths, header);
        rows.forEach(row -> measure(widths, row));
        String head = line(widths, header);
        out.println(colours ? Terminal.bold(head) : head);
        rows.forEach(row -> out.println(line(widths, row)));
        out.flush();
    }

    private static void measure(int[] widths, List<? extends @Nullable Object> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], text(cells.get(i)).length());
        }
    }

    private static String text(@Nullable Object cell) {
        return cell == null ? NONE : cell.toString();
    }

    private static String line(int[] widths, List<? extends @Nullable Object> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = text(cells.get(i));
            line.append(cell);
            if (i < cells.size() - 1) {
                line.append(" ".repeat(widths[i] - cell.length() + 1));
            }
        }
        return line.toString();
    }
}
