package io.leat.streams.crash;

import io.leat.clients.producer.LeatProducer;
import io.leat.common.serialization.ByteArraySerializer;
import io.leat.log.runtime.Ports;
import io.leat.log.testkit.history.History;
import io.leat.log.testkit.sim.Actor;
import io.leat.log.testkit.sim.SimulatedLog;
import java.util.List;

/** Writes the input, before the application starts. */
final class Feeder extends Actor {

    private final List<InputRecord> input;

    Feeder(SimulatedLog log, List<InputRecord> input) {
        super(log, "feeder", new History());
        this.input = input;
    }

    @Override
    protected void work(Ports ports) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (LeatProducer<byte[], byte[]> producer =
                LeatProducer.on(ports, producing(), bytes, bytes)) {
            input.forEach(record -> producer.send(record.toSend()));
            producer.flush();
        }
    }
}
