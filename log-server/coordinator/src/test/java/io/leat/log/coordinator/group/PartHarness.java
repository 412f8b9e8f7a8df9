package io.leat.log.coordinator.group;

import io.leat.log.coordinator.Asked;
import io.leat.log.coordinator.CoordinatorPartition;
import io.leat.log.coordinator.Decision;
import io.leat.log.coordinator.ManualLoop;
import io.leat.log.coordinator.MemoryLog;
import io.leat.log.coordinator.Moment;
import io.leat.log.coordinator.Promise;
import io.leat.log.coordinator.group.assignment.Topics;
import io.leat.log.runtime.Entropy;
import java.util.List;
import java.util.Random;

/** One group coordinator with groups of one kind, in virtual time. */
public class PartHarness {

    public final ManualLoop loop = new ManualLoop();
    public final Topics topics = new Topics();
    private final MemoryLog log = new MemoryLog(loop);
    private final Random random = new Random(1);
    private final GroupPart.Factory factory;
    private CoordinatorPartition<GroupCoordinator, GroupRecord> partition;

    protected PartHarness(GroupPart.Factory factory) {
        this.factory = factory;
        this.partition = start();
    }

    private CoordinatorPartition<GroupCoordinator, GroupRecord> start() {
        CoordinatorPartition<GroupCoordinator, GroupRecord> started =
                new CoordinatorPartition<>(
                        log,
                        new GroupRecordCodec(),
                        timers ->
                                new GroupCoordinator(
                                        timers,
                                        entropy(),
                                        () -> topics,
                                        GroupSettings.DEFAULT,
                                        List.of(factory)));
        started.start();
        loop.run();
        return started;
    }

    private Entropy entropy() {
        return new Entropy() {
            @Override
            public long nextLong() {
                return random.nextLong();
            }

            @Override
            public int nextInt(int bound) {
                return random.nextInt(bound);
            }

            @Override
            public void nextBytes(byte[] target) {
                random.nextBytes(target);
            }

            @Override
            public Entropy fork(String name) {
                return this;
            }
        };
    }

    /** The coordinator moves to another broker, which loads the log. */
    public void failOver() {
        partition.close();
        log.fail(false);
        partition = start();
    }

    /** A request, as the coordinator decides it. */
    public interface Request<T> {
        Decision<GroupRecord> decide(GroupCoordinator groups, Promise<T> promise, Moment now);
    }

    public <T> Asked<T> ask(Request<T> request) {
        Asked<T> asked = new Asked<>();
        partition.decide(
                asked.promise(), (groups, now) -> request.decide(groups, asked.promise(), now));
        loop.run();
        return asked;
    }
}
