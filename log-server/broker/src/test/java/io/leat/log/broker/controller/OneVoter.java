package io.leat.log.broker.controller;

import io.leat.log.quorum.MemoryMetadataLog;
import io.leat.log.quorum.QuorumState;
import io.leat.log.quorum.QuorumStore;
import io.leat.log.quorum.RaftNode;
import io.leat.log.quorum.RaftSettings;
import io.leat.log.quorum.RaftTransport;
import io.leat.log.quorum.controller.Controller;
import io.leat.log.runtime.Entropy;
import io.leat.log.runtime.EventLoop;
import java.util.Random;
import java.util.Set;

/** A quorum of one in memory, so that a controller can decide. */
final class OneVoter {

    private OneVoter() {}

    static void start(EventLoop loop, Controller controller) {
        RaftNode raft =
                new RaftNode(
                        RaftSettings.of(1, Set.of(1)),
                        loop,
                        new Seeded(new Random(1)),
                        new MemoryMetadataLog(loop),
                        new Forgetful(),
                        RaftTransport.NOBODY,
                        controller);
        controller.attach(raft);
        raft.start();
    }

    private record Seeded(Random random) implements Entropy {
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
    }

    private static final class Forgetful implements QuorumStore {
        @Override
        public QuorumState read() {
            return QuorumState.INITIAL;
        }

        @Override
        public void write(QuorumState state) {}
    }
}
