package io.leat.log.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a header, each column as wide as its widest cell, and 15 characters unless told. */
public final class Table {

    private static final int WIDTH_MIN = 15;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widthsMin;

    public Table(String... header) {
        this.header = List.of(header);
        this.widthsMin = new int[header.length];
        Arrays.fill(widthsMin, WIDTH_MIN);
    }

    /** The column of this name is at least so wide, if there is one. */
    public Table width(String column, int characters) {
        int index = header.indexOf(column);
        if (index >= 0) {
            widthsMin[index] = characters;
        }
        return this;
    }

    public void row(List<String> cells) {
        rows.add(cells);
    }

    public void print(PrintWriter out) {
        int[] widths = widthsMin.clone();
        measure(widths, header);
        rows.forEach(row -> measure(widths, row));
        out.println();
        print(out, widths, header);
        rows.forEach(row -> print(out, widths, row));
        out.flush();
    }

    private static void measure(int[] widths, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private static void print(PrintWriter out, int[] widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            line.append(cell);
            if (i < cells.size() - 1) {
                line.append(" ".repeat(widths[i] - cell.length() + 1));
            }
        }
        out.println(line);
    }
}
