package io.leat.log.transport;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the event loops of a Vert.x instance, which outlives the ports. */
class VertxBindingTest extends BindingContract {

    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @Override
    Binding bind(Path folder) {
        return Binding.real(RealPorts.on(vertx, "vertx", 2), folder);
    }
}
