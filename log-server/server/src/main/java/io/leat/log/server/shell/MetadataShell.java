package io.leat.log.server.shell;

import io.leat.log.server.shell.TreeNode.Folder;
import io.leat.log.server.shell.TreeNode.Leaf;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs the commands of the shell, one line each, with a folder where it is. A command's thread owns
 * it.
 */
final class MetadataShell {

    private static final Map<String, String> MANUAL = new LinkedHashMap<>();

    static {
        MANUAL.put("cat", "cat PATH...: print what is in files");
        MANUAL.put("cd", "cd [PATH]: go into a folder; without one, to the root");
        MANUAL.put("exit", "exit: leave the shell; so does quit");
        MANUAL.put("find", "find [PATH...]: print the paths of all folders and files below");
        MANUAL.put("help", "help: print this");
        MANUAL.put("history", "history [N]: print the last lines that were typed");
        MANUAL.put("ls", "ls [PATH...]: print what is in folders");
        MANUAL.put("man", "man COMMAND: print what a command does");
        MANUAL.put("pwd", "pwd: print the folder one is in");
        MANUAL.put("tree", "tree [PATH...]: print folders with all that is in them");
    }

    private final Folder root;
    private final PrintWriter out;
    private final List<String> history = new ArrayList<>();
    private final List<String> here = new ArrayList<>();

    MetadataShell(Folder root, PrintWriter out) {
        this.root = root;
        this.out = out;
    }

    /** What is found under a path. */
    private record Found(String path, TreeNode node) {}

    /** Something cannot be done; the message says what. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /** Runs one line; returns whether the shell goes on. */
    boolean run(List<String> words) throws Refused {
        if (words.isEmpty()) {
            return true;
        }
        history.add(String.join(" ", words));
        List<String> rest = words.subList(1, words.size());
        switch (words.get(0)) {
            case "exit", "quit" -> {
                return false;
            }
            case "cat" -> cat(rest);
            case "cd" -> cd(rest);
            case "find" -> found(rest).forEach(each -> find(each.path(), each.node()));
            case "help" -> MANUAL.values().forEach(out::println);
            case "history" -> history(rest);
            case "ls" -> ls(rest);
            case "man" -> man(rest);
            case "pwd" -> out.println(path(here));
            case "tree" -> found(rest).forEach(each -> tree(each.path(), each.node(), 0));
            default ->
                    throw new Refused(
                            "There is no command " + words.get(0) + ": 'help' tells which are.");
        }
        out.flush();
        return true;
    }

    private static String path(List<String> names) {
        return "/" + String.join("/", names);
    }

    /** What these paths name, or where one is if there are none; stars stand for any name. */
    private List<Found> found(List<String> paths) throws Refused {
        List<Found> found = new ArrayList<>();
        for (String path : paths.isEmpty() ? List.of(".") : paths) {
            List<Found> matches = match(path);
            if (matches.isEmpty()) {
                throw new Refused(path + ": no such file or directory.");
            }
            found.addAll(matches);
        }
        return found;
    }

    private List<Found> match(String path) {
        List<String> names = new ArrayList<>(path.startsWith("/") ? List.of() : here);
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.remove(names.size() - 1);
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        List<Found> found = List.of(new Found("/", root));
        for (String name : names) {
            List<Found> next = new ArrayList<>();
            for (Found each : found) {
                if (each.node() instanceof Folder folder) {
                    children(each.path(), folder, name, next);
                }
            }
            found = next;
        }
        return found;
    }

    private static void children(String path, Folder folder, String name, List<Found> found) {
        String prefix = path.equals("/") ? path : path + "/";
        TreeNode exact = folder.children().get(name);
        if (exact != null) {
            found.add(new Found(prefix + name, exact));
            return;
        }
        if (name.indexOf('*') < 0 && name.indexOf('?') < 0) {
            return;
        }
        Pattern pattern =
                Pattern.compile(
                        Pattern.quote(name).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
        folder.children()
                .forEach(
                        (child, node) -> {
                            if (pattern.matcher(child).matches()) {
                                found.add(new Found(prefix + child, node));
                            }
                        });
    }

    private void cat(List<String> paths) throws Refused {
        if (paths.isEmpty()) {
            throw new Refused("cat what? " + MANUAL.get("cat"));
        }
        for (Found each : found(paths)) {
            if (!(each.node() instanceof Leaf leaf)) {
                throw new Refused(each.path() + " is a directory, not a file.");
            }
            out.println(leaf.text());
        }
    }

    private void cd(List<String> paths) throws Refused {
        List<Found> found = found(paths.isEmpty() ? List.of("/") : paths);
        if (found.size() > 1) {
            throw new Refused("cd goes into one folder, not " + found.size() + ".");
        }
        Found there = found.get(0);
        if (!(there.node() instanceof Folder)) {
            throw new Refused(there.path() + " is not a directory.");
        }
        here.clear();
        if (!there.path().equals("/")) {
            here.addAll(Arrays.asList(there.path().substring(1).split("/")));
        }
    }

    private void ls(List<String> paths) throws Refused {
        List<Found> found = found(paths);
        boolean first = true;
        for (Found each : found) {
            if (each.node() instanceof Folder folder) {
                if (found.size() > 1) {
                    out.println((first ? "" : "\n") + each.path() + ":");
                }
                folder.children().keySet().forEach(out::println);
            } else {
                out.println(each.path());
            }
            first = false;
        }
    }

    private void find(String path, TreeNode node) {
        out.println(path);
        if (node instanceof Folder folder) {
            String prefix = path.equals("/") ? path : path + "/";
            folder.children().forEach((name, child) -> find(prefix + name, child));
        }
    }

    private void tree(String name, TreeNode node, int depth) {
        String indent = "  ".repeat(depth);
        if (node instanceof Folder folder) {
            out.println(indent + name + ":");
            folder.children().forEach((child, below) -> tree(child, below, depth + 1));
        } else if (node instanceof Leaf leaf) {
            out.println(indent + name + ": " + leaf.text());
        }
    }

    private void man(List<String> commands) throws Refused {
        @Nullable String text = commands.size() == 1 ? MANUAL.get(commands.get(0)) : null;
        if (text == null) {
            throw new Refused("man of which command? There are " + MANUAL.keySet() + ".");
        }
        out.println(text);
    }

    private void history(List<String> counts) throws Refused {
        int shown = history.size();
        if (!counts.isEmpty()) {
            try {
                shown = Math.min(shown, Math.max(0, Integer.parseInt(counts.get(0))));
            } catch (NumberFormatException e) {
                throw new Refused(counts.get(0) + " is no number of lines.");
            }
        }
        for (int i = history.size() - shown; i < history.size(); i++) {
            out.println((i + 1) + "  " + history.get(i));
        }
    }
}
