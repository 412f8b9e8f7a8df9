package io.leat.log.server;

import java.io.IOException;

/**
 * A node of a {@link LocalCluster}: a server that stops in order when the process that started it
 * is gone, however that ended.
 */
final class LocalNode {

    private LocalNode() {}

    public static void main(String[] arguments) {
        Thread watch = new Thread(LocalNode::awaitParent, "leat-parent");
        watch.setDaemon(true);
        watch.start();
        ServerMain.main(arguments);
    }

    /** The parent holds the other end of standard input, and sends nothing. */
    private static void awaitParent() {
        try {
            while (System.in.read() >= 0) {
                // nothing is to be read: the end is the message
            }
        } catch (IOException e) {
            System.err.println("leat: the process that started this node is gone: " + e);
        }
        System.exit(0);
    }
}
