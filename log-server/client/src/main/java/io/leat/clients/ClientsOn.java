package io.leat.clients;

import io.leat.clients.admin.LeatAdminClient;
import io.leat.clients.consumer.LeatConsumer;
import io.leat.clients.producer.LeatProducer;
import io.leat.common.serialization.Deserializer;
import io.leat.common.serialization.Serializer;
import io.leat.log.runtime.Ports;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes clients on ports that somebody else owns: for simulations, where every wait of a client
 * lets virtual time pass, and for programs that embed several clients on one event loop. Immutable;
 * closing a client leaves the ports open.
 *
 * <pre>{@code
 * ClientsOn clients = ClientsOn.ports(simulation.node("client").ports());
 * Map<String, Object> settings = Map.of("bootstrap.servers", "broker:9092");
 * try (Admin admin = clients.admin(settings)) {
 *     admin.createTopics(List.of(new NewTopic("clicks", 3, (short) 1))).all().get();
 * }
 * }</pre>
 *
 * <p>Settings are those of the public constructors. Clients block, so in a simulation they are used
 * by threads of {@code ports.threads()} or by the script itself, never on an event loop.
 */
public final class ClientsOn {

    private final Ports ports;

    private ClientsOn(Ports ports) {
        this.ports = ports;
    }

    /** Makes clients on these ports; each uses the first loop. */
    public static ClientsOn ports(Ports ports) {
        return new ClientsOn(ports);
    }

    /** A producer; serializers that are null come from the settings. */
    public <K, V> LeatProducer<K, V> producer(
            Map<String, Object> settings,
            @Nullable Serializer<K> keySerializer,
            @Nullable Serializer<V> valueSerializer) {
        return LeatProducer.on(ports, settings, keySerializer, valueSerializer);
    }

    /** A consumer; deserializers that are null come from the settings. */
    public <K, V> LeatConsumer<K, V> consumer(
            Map<String, Object> settings,
            @Nullable Deserializer<K> keyDeserializer,
            @Nullable Deserializer<V> valueDeserializer) {
        return LeatConsumer.on(ports, settings, keyDeserializer, valueDeserializer);
    }

    /** An admin client. */
    public LeatAdminClient admin(Map<String, Object> settings) {
        return LeatAdminClient.on(ports, settings);
    }
}
