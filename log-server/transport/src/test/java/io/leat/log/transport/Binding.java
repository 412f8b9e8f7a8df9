package io.leat.log.transport;

import io.leat.log.runtime.Disk;
import io.leat.log.runtime.Ports;
import io.leat.log.runtime.sim.SimNode;
import io.leat.log.runtime.sim.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** One of the two bindings of the ports, as the contract tests see it. */
interface Binding extends AutoCloseable {

    Ports ports();

    Disk disk();

    /** Lets time pass until {@code condition} holds; fails when it does not for long. */
    void until(BooleanSupplier condition);

    @Override
    void close();

    static Binding real(RealPorts real, Path root) {
        return new Binding() {
            @Override
            public Ports ports() {
                return real.ports();
            }

            @Override
            public Disk disk() {
                return RealPorts.disk(root);
            }

            @Override
            public void until(BooleanSupplier condition) {
                Awaitility.await()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(20))
                        .until(condition::getAsBoolean);
            }

            @Override
            public void close() {
                real.close();
            }
        };
    }

    static Binding simulated() {
        Simulation simulation = new Simulation(11);
        SimNode node = simulation.node("localhost", 2);
        return new Binding() {
            @Override
            public Ports ports() {
                return node.ports();
            }

            @Override
            public Disk disk() {
                return node.disk("data");
            }

            @Override
            public void until(BooleanSupplier condition) {
                if (!simulation.runUntil(condition, 60_000)) {
                    throw new AssertionError("did not happen within a virtual minute");
                }
            }

            @Override
            public void close() {
                simulation.close();
            }
        };
    }
}
