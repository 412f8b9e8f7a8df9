package io.leat.log.cli.kafka;

import java.io.PrintWriter;
import java.util.List;

/** Rows with every column as wide as its widest cell, a tab behind each. Stateless. */
final class Columns {

    private Columns() {}

    static void print(List<List<String>> rows, PrintWriter out) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String cell = row.get(i);
                line.append(cell).append(" ".repeat(widths[i] - cell.length())).append('\t');
            }
            out.println(line);
        }
    }
}
