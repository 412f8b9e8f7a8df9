package io.leat.log.cli.topology;

import java.util.List;

/** A topology as a picture: SVG alone, or in a page of HTML. Used once, by one thread. */
final class TopologyPicture {

    private static final int MARGIN = 24;
    private static final int TITLE = 28;

    private static final String STYLE =
            """
            <style>
              text { font: 12px ui-monospace, monospace; fill: #1c2733; text-anchor: middle; }
              .title { font-weight: bold; text-anchor: start; }
              .part { fill: #f6f8fa; stroke: #c4ccd4; }
              .source, .sink { fill: #d8ecff; stroke: #5b9bd5; }
              .processor { fill: #ffffff; stroke: #7a8794; }
              .keeps { fill: #fff3d6; stroke: #d9a441; }
              .below { fill: #52606d; }
              .edge { fill: none; stroke: #7a8794; marker-end: url(#tip); }
            </style>
            <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
              <path d="M0 0L8 4L0 8z" fill="#7a8794"/></marker></defs>
            """;

    private final StringBuilder out = new StringBuilder();

    private TopologyPicture() {}

    static String svg(Described topology) {
        List<PartLayout> layouts = topology.parts().stream().map(PartLayout::new).toList();
        int width = layouts.stream().mapToInt(PartLayout::width).max().orElse(0) + 4 * MARGIN;
        int height =
                layouts.stream().mapToInt(layout -> layout.height() + TITLE + 3 * MARGIN).sum()
                        + MARGIN;
        TopologyPicture picture = new TopologyPicture();
        picture.out.append(
                String.format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                                + " viewBox=\"0 0 %d %d\">%n%s",
                        width, height, width, height, STYLE));
        int y = MARGIN;
        for (int i = 0; i < layouts.size(); i++) {
            picture.part(topology.parts().get(i), layouts.get(i), y, width - 2 * MARGIN);
            y += layouts.get(i).height() + TITLE + 3 * MARGIN;
        }
        return picture.out.append("</svg>\n").toString();
    }

    static String html(Described topology, String title) {
        return String.format(
                "<!doctype html>%n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>"
                        + "</head>%n<body>%n%s</body></html>%n",
                escaped(title), svg(topology));
    }

    private void part(Described.Part part, PartLayout layout, int top, int width) {
        int left = MARGIN;
        out.append(
                String.format(
                        "<rect class=\"part\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>%n",
                        left, top, width, layout.height() + TITLE + 2 * MARGIN));
        out.append(
                String.format(
                        "<text class=\"title\" x=\"%d\" y=\"%d\">sub-topology %d%s</text>%n",
                        left + MARGIN / 2,
                        top + TITLE - 8,
                        part.id(),
                        part.global() ? ", global" : ""));
        int x = left + (width - layout.width()) / 2;
        int y = top + TITLE + MARGIN / 2;
        for (PartLayout.Box box : layout.boxes()) {
            for (String next : box.node().next()) {
                edge(box, layout.box(next), x, y);
            }
        }
        for (PartLayout.Box box : layout.boxes()) {
            box(box, x, y);
        }
    }

    private void edge(PartLayout.Box from, PartLayout.Box to, int x, int y) {
        int startX = x + from.middle();
        int startY = y + from.bottom();
        int endX = x + to.middle();
        int endY = y + to.y();
        int bend = (startY + endY) / 2;
        out.append(
                String.format(
                        "<path class=\"edge\" d=\"M%d %dC%d %d %d %d %d %d\"/>%n",
                        startX, startY, startX, bend, endX, bend, endX, endY));
    }

    private void box(PartLayout.Box box, int x, int y) {
        Described.Node node = box.node();
        String kind =
                node.stores().isEmpty()
                        ? node.kind().name().toLowerCase(java.util.Locale.ROOT)
                        : "keeps";
        out.append(
                String.format(
                        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>%n",
                        kind, x + box.x(), y + box.y(), box.width(), box.height()));
        int line = y + box.y() + PartLayout.BOX_HEIGHT - 8;
        text("", x + box.middle(), line, node.name());
        for (String below : PartLayout.below(node)) {
            line += PartLayout.STORE_HEIGHT;
            text(" class=\"below\"", x + box.middle(), line, below);
        }
    }

    private void text(String attributes, int x, int y, String content) {
        out.append(
                String.format(
                        "<text%s x=\"%d\" y=\"%d\">%s</text>%n",
                        attributes, x, y, escaped(content)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
