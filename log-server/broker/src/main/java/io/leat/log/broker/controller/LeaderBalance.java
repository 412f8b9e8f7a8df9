package io.leat.log.broker.controller;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.ElectionKeys;
import io.leat.log.quorum.controller.Activity;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.quorum.controller.ElectLeaders;
import io.leat.log.quorum.controller.TopicRules;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves leaders back to the preferred replicas from time to time, as long as this node is the
 * active controller. Owned by the controller's loop.
 */
public final class LeaderBalance implements Activity {

    private static final Logger log = LoggerFactory.getLogger(LeaderBalance.class);

    /** Leaders that move in one batch: each is a moment without one for its clients. */
    private static final int MOVES_MAX = 1000;

    private final EventLoop loop;
    private final Controller controller;
    private final ElectLeaders decisions;
    private final boolean enabled;
    private final long intervalMs;
    private final int percentage;
    private @Nullable Timer timer;

    public LeaderBalance(
            EventLoop loop, Controller controller, TopicRules rules, BrokerConfig config) {
        this.loop = loop;
        this.controller = controller;
        this.decisions = new ElectLeaders(rules);
        this.enabled = config.get(ElectionKeys.BALANCE_LEADERS);
        this.intervalMs = config.get(ElectionKeys.BALANCE_CHECK_S) * 1000L;
        this.percentage = config.get(ElectionKeys.IMBALANCE_PERCENT);
    }

    @Override
    public void started() {
        loop.checkInLoop();
        later();
    }

    @Override
    public void ended() {
        loop.checkInLoop();
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void later() {
        timer = loop.schedule(intervalMs, this::look);
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
        if (controller.active()) {
            later();
        }
    }
}
