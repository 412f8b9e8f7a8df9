package io.leat.log.coordinator.share;

import io.leat.log.protocol.Uuid;

/** One partition as one share group sees it. Immutable. */
public record SharePartitionKey(String groupId, Uuid topicId, int partition) {

    /** What FindCoordinator of type 2 asks for. */
    public String coordinatorKey() {
        return groupId + ":" + topicId + ":" + partition;
    }

    /** Whether {@code text} is such a key: a group, a topic id and a number, all there. */
    public static boolean isCoordinatorKey(String text) {
        int last = text.lastIndexOf(':');
        int middle = last < 0 ? -1 : text.lastIndexOf(':', last - 1);
        return middle > 0 && last > middle + 1 && isNumber(text.substring(last + 1));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() < 11
                && text.chars().allMatch(each -> each >= '0' && each <= '9');
    }
}
