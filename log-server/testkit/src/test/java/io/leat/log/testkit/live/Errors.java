package io.leat.log.testkit.live;

import java.util.Set;

/** Sorts errors of clients, by name because each kind of client has classes of its own. */
final class Errors {

    /** Rebalances are told to who commits late. */
    private static final Set<String> GROUP =
            Set.of("CommitFailedException", "RebalanceInProgressException");

    /** A transaction that has to be aborted and can be tried again. */
    private static final Set<String> ABORTABLE = Set.of("TransactionAbortableException");

    private Errors() {}

    static boolean retriable(Throwable error) {
        return named(error, Set.of("RetriableException"));
    }

    static boolean ofGroup(Throwable error) {
        return retriable(error) || named(error, GROUP);
    }

    static boolean ofTransaction(Throwable error) {
        return ofGroup(error) || named(error, ABORTABLE);
    }

    private static boolean named(Throwable error, Set<String> names) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            for (Class<?> type = each.getClass(); type != null; type = type.getSuperclass()) {
                if (names.contains(type.getSimpleName())) {
                    return true;
                }
            }
        }
        return false;
    }

    static String text(Throwable error) {
        StringBuilder text = new StringBuilder();
        for (Throwable each = error; each != null; each = each.getCause()) {
            text.append(text.isEmpty() ? "" : " <- ")
                    .append(each.getClass().getSimpleName())
                    .append(": ")
                    .append(each.getMessage());
        }
        return text.toString();
    }
}
