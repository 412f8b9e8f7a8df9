package io.leat.log.broker.data;

import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.TopicConfig;
import io.leat.log.quorum.image.MetadataImage;
import java.util.List;

/**
 * What holds back replicas that catch up, so that clients keep their share of network and disk
 * (KIP-73): on the leader, on the follower, and between the folders of a broker (KIP-113). The
 * rates are set on one loop; safe on every loop.
 *
 * <p>Only replicas that their topic lists are held back, and only while they are not in sync; all
 * that is sent to and by listed ones counts.
 */
public final class ReplicationThrottles {

    private static final String ALL = "*";

    private final int nodeId;
    private final Throttle leader = new Throttle();
    private final Throttle follower = new Throttle();
    private final Throttle directories = new Throttle();

    public ReplicationThrottles(int nodeId) {
        this.nodeId = nodeId;
    }

    /** Takes the rates that hold for this broker from now on. */
    public void onImage(MetadataImage image) {
        leader.rate(DynamicKeys.value(image, nodeId, DynamicKeys.LEADER_RATE));
        follower.rate(DynamicKeys.value(image, nodeId, DynamicKeys.FOLLOWER_RATE));
        directories.rate(DynamicKeys.value(image, nodeId, DynamicKeys.DIRECTORY_RATE));
    }

    /** Of what this broker sends. */
    Throttle leader() {
        return leader;
    }

    /** Of what this broker fetches. */
    public Throttle follower() {
        return follower;
    }

    /** Of what moves between its folders. */
    Throttle directories() {
        return directories;
    }

    /**
     * Whether a topic lists the replica of a partition on a broker.
     *
     * @param key a list of {@code partition:broker}, or {@code *}
     */
    static boolean lists(
            TopicConfig config, ConfigKey<List<String>> key, int partition, int broker) {
        List<String> listed = config.get(key);
        return !listed.isEmpty()
                && (listed.contains(ALL) || listed.contains(partition + ":" + broker));
    }
}
