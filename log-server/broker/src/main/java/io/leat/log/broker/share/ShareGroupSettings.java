package io.leat.log.broker.share;

import io.leat.log.broker.Images;
import io.leat.log.broker.RunningConfig;
import io.leat.log.broker.config.ConfigKey;
import io.leat.log.broker.config.GroupKeys;
import io.leat.log.broker.config.ShareKeys;
import io.leat.log.coordinator.group.share.ShareSettings;
import io.leat.log.quorum.image.ConfigResource;
import java.util.Map;

/**
 * What share groups have set for themselves, with the broker's settings for the rest. Immutable.
 */
public final class ShareGroupSettings {

    private final RunningConfig config;
    private final Images images;

    public ShareGroupSettings(RunningConfig config, Images images) {
        this.config = config;
        this.images = images;
    }

    ShareLimits limits(String groupId) {
        Map<String, String> own = own(groupId);
        return new ShareLimits(
                number(own, GroupKeys.SHARE_RECORD_LOCKS, ShareKeys.RECORD_LOCKS),
                number(own, GroupKeys.SHARE_DELIVERY_LIMIT, ShareKeys.DELIVERY_LIMIT),
                number(own, GroupKeys.SHARE_LOCK_MS, ShareKeys.LOCK_MS),
                value(own, GroupKeys.SHARE_RENEW),
                value(own, GroupKeys.SHARE_ISOLATION).equals("read_committed"));
    }

    /** Where the group begins in a partition. */
    GroupKeys.Reset reset(String groupId) {
        Map<String, String> own = own(groupId);
        GroupKeys.Reset reset = GroupKeys.reset(value(own, GroupKeys.SHARE_RESET));
        return reset == null ? new GroupKeys.Reset.Latest() : reset;
    }

    /** What concerns members, for the group coordinators. */
    public ShareSettings ofGroups() {
        return new ShareSettings(
                config.now().get(ShareKeys.GROUP_MAX_SIZE),
                group ->
                        number(
                                own(group),
                                GroupKeys.SHARE_SESSION_TIMEOUT_MS,
                                ShareKeys.SESSION_TIMEOUT_MS),
                group -> number(own(group), GroupKeys.SHARE_HEARTBEAT_MS, ShareKeys.HEARTBEAT_MS),
                group -> number(own(group), GroupKeys.SHARE_ASSIGNMENT_MS, ShareKeys.ASSIGNMENT_MS),
                config.now().get(ShareKeys.INITIALIZE_RETRY_MS));
    }

    private Map<String, String> own(String groupId) {
        return images.current().configs(ConfigResource.group(groupId));
    }

    private int number(
            Map<String, String> own, ConfigKey<Integer> key, ConfigKey<Integer> ofBroker) {
        String text = own.get(key.name());
        return text == null ? config.now().get(ofBroker) : key.parse(text);
    }

    private static <T> T value(Map<String, String> own, ConfigKey<T> key) {
        String text = own.get(key.name());
        T value = text == null ? key.defaultValue() : key.parse(text);
        if (value == null) {
            throw new IllegalStateException(key + " has no default");
        }
        return value;
    }
}
