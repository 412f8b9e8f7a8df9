package io.leat.log.runtime.sim;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.DiskFile;
import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.Frame;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Ports;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes that send each other numbers, log them and sleep in threads: something to repeat. */
final class Chatter implements ConnectionHandler {

    private final Ports ports;
    private final Connection connection;
    private final DiskFile file;

    private Chatter(Ports ports, Connection connection, DiskFile file) {
        this.ports = ports;
        this.connection = connection;
        this.file = file;
    }

    private static final int PORT = 9_000;

    /** Makes {@code count} nodes, each of which talks to the next. */
    static void start(Simulation simulation, int count) {
        for (int i = 0; i < count; i++) {
            listen(simulation.node("n" + i, 2));
        }
        simulation.nodes().forEach(node -> talk(node, (node.index() + 1) % count));
    }

    /** Begins again on a node that was down. */
    static void boot(SimNode node) {
        listen(node);
        talk(node, (node.index() + 1) % 3);
    }

    private static void listen(SimNode node) {
        Ports ports = node.ports();
        DiskFile file = node.disk("data").open("log");
        ports.network()
                .listen(
                        new Endpoint("0.0.0.0", PORT),
                        ports.loops(),
                        FrameLimits.DEFAULT,
                        connection -> new Chatter(ports, connection, file));
    }

    private static void talk(SimNode node, int next) {
        Ports ports = node.ports();
        DiskFile file = node.disk("data").open("log");
        ports.network()
                .connect(
                        new Endpoint("n" + next, PORT),
                        ports.loop(),
                        FrameLimits.DEFAULT,
                        connection -> new Chatter(ports, connection, file))
                .thenAccept(connection -> connection.send(number(ports)));
        ports.threads().start("worker", () -> work(ports));
    }

    private static void work(Ports ports) {
        try {
            for (int i = 0; i < 20; i++) {
                ports.threads().sleep(ports.entropy().nextInt(30));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ByteBuffer number(Ports ports) {
        return ByteBuffer.allocate(8).putLong(0, ports.entropy().nextLong());
    }

    @Override
    public void onFrame(Frame frame) {
        file.write(frame.bytes().duplicate(), 0);
        frame.release();
        ports.offload()
                .lane("sync")
                .run(
                        () -> {
                            file.force(false);
                            return List.of();
                        },
                        connection.loop(),
                        (done, failure) -> connection.send(number(ports)));
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {}
}
