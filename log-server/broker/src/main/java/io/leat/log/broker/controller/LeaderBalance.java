package io.leat.log.broker.controller;

import io.leat.log.broker.Images;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ElectionKeys;
import io.leat.log.quorum.controller.Activity;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.controller.ElectLeaders;
import io.leat.log.quorum.controller.TopicRules;
import io.leat.log.quorum.image.BrokerImage;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves leaders back to the preferred replicas, as long as this node is the active controller: from
 * time to time, and sooner after a broker came back, at growing intervals because its replicas
 * catch up one after the other. Owned by the controller's loop.
 */
public final class LeaderBalance implements Activity {

    private static final Logger log = LoggerFactory.getLogger(LeaderBalance.class);

    /** Leaders that move in one batch: each is a moment without one for its clients. */
    private static final int MOVES_MAX = 1000;

    /** The first look after a broker came back: most of what it missed it has fetched by then. */
    private static final long SOON_MS = 1_000;

    private final EventLoop loop;
    private final Controller controller;
    private final ElectLeaders decisions;
    private final boolean enabled;
    private final long intervalMs;
    private final int percentage;
    private Set<Integer> serving = Set.of();
    private long soonMs;
    private boolean active;
    private @Nullable Timer timer;

    public LeaderBalance(
            EventLoop loop,
            Controller controller,
            Images images,
            TopicRules rules,
            BrokerConfig config) {
        this.loop = loop;
        this.controller = controller;
        this.decisions = new ElectLeaders(rules);
        this.enabled = config.get(ElectionKeys.BALANCE_LEADERS);
        this.intervalMs = config.get(ElectionKeys.BALANCE_CHECK_S) * 1000L;
        this.percentage = config.get(ElectionKeys.IMBALANCE_PERCENT);
        images.subscribe(loop, this::onImage);
    }

    private void onImage(MetadataImage image) {
        Set<Integer> now =
                image.brokers().stream()
                        .filter(each -> !each.fenced() && !each.inControlledShutdown())
                        .map(BrokerImage::id)
                        .collect(Collectors.toUnmodifiableSet());
        boolean back = !serving.containsAll(now);
        serving = now;
        if (back && active && enabled && now.size() > 1) {
            soonMs = Math.min(SOON_MS, intervalMs);
            again();
        }
    }

    @Override
    public void started() {
        loop.checkInLoop();
        active = true;
        soonMs = Math.min(SOON_MS, intervalMs); // brokers may have come back without a controller
        again();
    }

    @Override
    public void ended() {
        loop.checkInLoop();
        active = false;
        stopTimer();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void again() {
        stopTimer();
        timer = loop.schedule(soonMs, this::look);
        soonMs = Math.min(soonMs * 2, intervalMs);
    }

    private void look() {
        timer = null;
        controller.submit(decisions::leaderless, elected -> {}, error -> {});
        if (enabled) {
            controller.submit(
                    image -> decisions.balance(image, percentage, MOVES_MAX),
                    moved -> {
                        if (moved > 0) {
                            log.info("{} leader(s) moved back to preferred replicas", moved);
                        }
                    },
                    error -> {});
        }
        if (active) {
            again();
        }
    }
}
