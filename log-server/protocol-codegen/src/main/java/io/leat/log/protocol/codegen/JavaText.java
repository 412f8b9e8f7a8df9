package io.leat.log.protocol.codegen;

import java.util.List;

/** Java source being written: lines, indented by the braces they open and close. */
final class JavaText {

    private static final int WIDTH = 100;
    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** Adds a line; a leading brace ends a block and a trailing one begins one. */
    JavaText line(String line) {
        if (line.startsWith("}")) {
            depth--;
        }
        if (!line.isEmpty()) {
            text.append(INDENT.repeat(depth)).append(line);
        }
        text.append('\n');
        if (line.endsWith("{")) {
            depth++;
        }
        return this;
    }

    JavaText blank() {
        return line("");
    }

    /** Adds a statement as one line, or broken at the places between {@code parts}. */
    JavaText statement(String... parts) {
        String whole = String.join("", parts);
        if (fits(whole)) {
            return line(whole);
        }
        line(parts[0].stripTrailing());
        for (int i = 1; i < parts.length; i++) {
            boolean choice = parts[i].startsWith("? ") || parts[i].startsWith(": ");
            continuation((choice ? INDENT.repeat(2) : "") + parts[i].stripTrailing());
        }
        return this;
    }

    /** Adds {@code before + arguments + after}, the arguments on lines of their own if need be. */
    JavaText call(String before, List<String> arguments, String after) {
        String joined = String.join(", ", arguments);
        if (fits(before + joined + after)) {
            return line(before + joined + after);
        }
        text.append(INDENT.repeat(depth)).append(before).append('\n');
        for (int i = 0; i < arguments.size(); i++) {
            boolean last = i == arguments.size() - 1;
            continuation(arguments.get(i) + (last ? after : ","));
        }
        if (after.endsWith("{")) {
            depth++;
        }
        return this;
    }

    private void continuation(String part) {
        text.append(INDENT.repeat(depth + 2)).append(part).append('\n');
    }

    private boolean fits(String line) {
        return depth * INDENT.length() + line.length() <= WIDTH;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
