package io.leat.log.broker;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of this broker as they change while it runs: those of its file, and what the
 * metadata say was changed since. Safe on every loop: they follow from the image alone, so whoever
 * has an image has the settings that hold with it.
 */
public final class RunningConfig {

    private static final Logger log = LoggerFactory.getLogger(RunningConfig.class);
    private static final ConfigResource ALL = ConfigResource.broker("");

    /** What was worked out last. */
    private record Known(
            MetadataImage image,
            Map<String, String> ofAll,
            Map<String, String> own,
            BrokerConfig config) {}

    private final BrokerConfig file;
    private final ConfigResource self;
    private final Images images;
    private volatile Known known;

    public RunningConfig(BrokerConfig file, int nodeId, Images images) {
        this.file = file;
        this.self = ConfigResource.broker(String.valueOf(nodeId));
        this.images = images;
        this.known = new Known(MetadataImage.EMPTY, Map.of(), Map.of(), file);
    }

    /** Whether {@code broker} is the number of this one. */
    boolean isOf(String broker) {
        return self.name().equals(broker);
    }

    /** The settings of the file, which do not change. */
    BrokerConfig file() {
        return file;
    }

    /** The settings that hold now. Take them once per request. */
    public BrokerConfig now() {
        return at(images.current());
    }

    /** The settings that hold with {@code image}: the same object while nothing changes. */
    public BrokerConfig at(MetadataImage image) {
        Known last = known;
        if (last.image == image) {
            return last.config;
        }
        Map<String, String> ofAll = image.configs(ALL);
        Map<String, String> own = image.configs(self);
        BrokerConfig config =
                ofAll.equals(last.ofAll) && own.equals(last.own)
                        ? last.config
                        : changed(ofAll, own);
        known = new Known(image, ofAll, own, config);
        return config;
    }

    private BrokerConfig changed(Map<String, String> ofAll, Map<String, String> own) {
        try {
            return file.changed(usable("", ofAll), usable(self.name(), own));
        } catch (ConfigException e) {
            // Checked when they were made, but against the settings file of the controller.
            log.error("What was changed of the settings has no effect: {}", e.getMessage());
            return file;
        }
    }

    private static Map<String, String> usable(String broker, Map<String, String> changes) {
        Map<String, String> usable = new HashMap<>();
        changes.forEach(
                (name, value) -> {
                    String violation = DynamicKeys.violation(broker, name, value);
                    if (violation == null) {
                        usable.put(name, value);
                    } else {
                        log.error("Setting {} has no effect: {}", name, violation);
                    }
                });
        return usable;
    }
}
