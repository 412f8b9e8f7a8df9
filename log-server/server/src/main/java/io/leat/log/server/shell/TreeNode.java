package io.leat.log.server.shell;

import java.util.SortedMap;
import java.util.TreeMap;

/** A folder or a file of the tree that the shell walks in. */
sealed interface TreeNode {

    /** What is in it, by name. */
    record Folder(SortedMap<String, TreeNode> children) implements TreeNode {

        Folder() {
            this(new TreeMap<>());
        }

        /** Puts a file into it. */
        void put(String name, Object text) {
            children.put(name, new Leaf(String.valueOf(text)));
        }

        /** Puts a new folder into it. */
        Folder folder(String name) {
            Folder made = new Folder();
            children.put(name, made);
            return made;
        }
    }

    /** What is written in it. */
    record Leaf(String text) implements TreeNode {}
}
