package io.leat.log.broker.node;

import io.leat.log.broker.Acceptor;
import io.leat.log.broker.ConnectionLimits;
import io.leat.log.broker.Handlers;
import io.leat.log.broker.SlowRequests;
import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.config.BrokerKeys;
import io.leat.log.broker.config.ConfigException;
import io.leat.log.broker.config.DynamicKeys;
import io.leat.log.broker.config.ListenerAddress;
import io.leat.log.broker.security.Door;
import io.leat.log.broker.security.ListenerSecurity;
import io.leat.log.broker.security.ScramUsers;
import io.leat.log.runtime.EventLoop;
import io.leat.log.runtime.FrameLimits;
import io.leat.log.runtime.Network;
import io.leat.log.runtime.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a node listens now, and who came in there. Owned by the node's first loop. */
final class NodeListeners {

    private static final Logger log = LoggerFactory.getLogger(NodeListeners.class);

    private BrokerConfig config;
    private final Ports ports;
    private final EventLoop loop;
    private final ListenerRules rules;
    private final Supplier<ScramUsers> users;
    private final Door.Secrets secrets;
    private final List<Network.Listener> listening = new ArrayList<>();
    private final List<Listened> listened = new ArrayList<>();

    /** How each listener is secured now, for whoever connects, on any loop. */
    private final Map<String, ListenerSecurity> security = new ConcurrentHashMap<>();

    private Map<String, String> texts;
    private boolean closed;

    /** What can change while it listens. */
    private record Listened(List<String> names, Acceptor acceptor, ConnectionLimits limits) {}

    /**
     * @param users who can log in with SCRAM, at any moment
     */
    NodeListeners(
            BrokerConfig config, Ports ports, ListenerRules rules, Supplier<ScramUsers> users) {
        this.config = config;
        this.ports = ports;
        this.loop = ports.loop();
        this.rules = rules;
        this.users = users;
        this.texts = texts(config);
        this.secrets = Door.Secrets.of(ports.entropy().fork("logins"));
    }

    /**
     * Listens on all of {@code addresses}, with what {@code handlers} answer; then runs {@code
     * done} with the addresses it is bound to, or {@code failed} with the reason it is not.
     */
    void open(
            List<ListenerAddress> addresses,
            Handlers handlers,
            Consumer<List<ListenerAddress>> done,
            Consumer<StartException> failed) {
        FrameLimits limits =
                new FrameLimits(
                        config.get(BrokerKeys.REQUEST_BYTES_MAX),
                        Math.max(0, config.get(BrokerKeys.CONNECTION_IDLE_MS)),
                        FrameLimits.DEFAULT.writeHighBytes());
        List<String> names = addresses.stream().map(ListenerAddress::name).toList();
        Map<String, Door> doors = new HashMap<>();
        for (String name : names) {
            ListenerSecurity own = securityNow(name);
            security.put(name, own);
            doors.put(name, own.door(users, secrets, ports));
        }
        ConnectionLimits connectionLimits = ConnectionLimits.of(config, names);
        Acceptor acceptor =
                new Acceptor(
                        handlers,
                        limits,
                        doors,
                        connectionLimits,
                        new SlowRequests(config.get(BrokerKeys.SLOW_REQUEST_MS)));
        listened.add(new Listened(names, acceptor, connectionLimits));
        Opening opening = new Opening(addresses, acceptor, limits, done, failed);
        CompletableFuture<?>[] ready =
                doors.values().stream()
                        .map(door -> door.ready().toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ready)
                .whenComplete((nothing, failure) -> inLoop(() -> opening.begin(failure)));
    }

    private ListenerSecurity current(String name) {
        return security.getOrDefault(name, rules.security(name));
    }

    private void inLoop(Runnable task) {
        if (loop.inLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** Listens no more, and ends all connections. */
    void close() {
        closed = true;
        listening.forEach(Network.Listener::close);
        listening.clear();
        listened.forEach(each -> each.acceptor.closeAll());
    }

    /** Takes over settings that changed: they hold for connections to come. */
    void configure(BrokerConfig next) {
        loop.checkInLoop();
        config = next;
        for (Listened each : listened) {
            each.limits.configure(next, each.names);
        }
        Map<String, String> former = texts;
        texts = texts(next);
        if (texts.equals(former)) {
            return;
        }
        for (Listened each : listened) {
            each.names.forEach(name -> secure(name, each.acceptor, next));
        }
    }

    private ListenerSecurity usable(String name, BrokerConfig settings) {
        ListenerSecurity wanted =
                ListenerSecurity.of(settings, name, rules.security(name).protocol());
        wanted.checkItCanListen();
        wanted.checkKeys(ports.network());
        return wanted;
    }

    /** What was changed while an earlier run of this node listened holds from the start. */
    private ListenerSecurity securityNow(String name) {
        if (config.own().isEmpty() && config.ofAll().isEmpty()) {
            return rules.security(name);
        }
        try {
            return usable(name, config);
        } catch (ConfigException e) {
            log.error("Listens with the security of the settings file: {}", e.getMessage());
            return rules.security(name);
        }
    }

    private void secure(String name, Acceptor acceptor, BrokerConfig next) {
        ListenerSecurity wanted;
        try {
            wanted = usable(name, next);
        } catch (ConfigException e) {
            log.error("Keeps the former security: {}", e.getMessage());
            return;
        }
        Door door = wanted.door(users, secrets, ports);
        door.ready()
                .whenComplete(
                        (nothing, failure) -> {
                            if (failure == null) {
                                security.put(name, wanted);
                                acceptor.change(name, door);
                                log.info("Changed the security of listener={}", name);
                            } else {
                                log.error("Keeps the former security of {}", name, failure);
                            }
                        });
    }

    /** What listeners have of their own. */
    private static Map<String, String> texts(BrokerConfig config) {
        return config.given().entrySet().stream()
                .filter(each -> DynamicKeys.isOfListeners(each.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Opens one listener after the other. */
    private final class Opening {

        private final List<ListenerAddress> addresses;
        private final Acceptor acceptor;
        private final FrameLimits limits;
        private final Consumer<List<ListenerAddress>> done;
        private final Consumer<StartException> failed;
        private final List<ListenerAddress> bound = new ArrayList<>();

        Opening(
                List<ListenerAddress> addresses,
                Acceptor acceptor,
                FrameLimits limits,
                Consumer<List<ListenerAddress>> done,
                Consumer<StartException> failed) {
            this.addresses = addresses;
            this.acceptor = acceptor;
            this.limits = limits;
            this.done = done;
            this.failed = failed;
        }

        void begin(@Nullable Throwable failure) {
            if (failure == null) {
                next();
            } else {
                failed.accept(new StartException(reason(failure), failure));
            }
        }

        private void next() {
            if (bound.size() == addresses.size()) {
                done.accept(bound);
                return;
            }
            ListenerAddress address = addresses.get(bound.size());
            rules.security(address.name())
                    .on(ports.network(), () -> current(address.name()))
                    .listen(
                            address.endpoint(),
                            ports.loops(),
                            limits,
                            connection -> acceptor.accept(address.name(), connection))
                    .whenComplete(
                            (listener, failure) ->
                                    loop.execute(() -> opened(address, listener, failure)));
        }

        private void opened(
                ListenerAddress address,
                Network.@Nullable Listener listener,
                @Nullable Throwable failure) {
            if (listener == null) {
                failed.accept(cannotListen(address, failure));
                return;
            }
            if (closed) {
                listener.close();
                return;
            }
            listening.add(listener);
            bound.add(new ListenerAddress(address.name(), listener.endpoint()));
            next();
        }
    }

    private static StartException cannotListen(
            ListenerAddress address, @Nullable Throwable failure) {
        return new StartException(
                "Cannot listen on "
                        + address.endpoint()
                        + ": "
                        + reason(failure)
                        + ". Stop what uses the port, or choose another with --port or listeners"
                        + " (port 0 is any free one)",
                failure);
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
    }
}
