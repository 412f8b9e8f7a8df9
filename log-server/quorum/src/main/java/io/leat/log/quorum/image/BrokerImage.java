package io.leat.log.quorum.image;

import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.BrokerRegistrationChangeRecord;
import io.leat.log.protocol.message.RegisterBrokerRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A registered broker. Immutable.
 *
 * @param incarnation differs for every start of the process
 * @param epoch the offset of its registration
 * @param listeners where clients reach it
 * @param fenced whether it may not lead, and is not told to clients
 * @param inControlledShutdown whether it wants to stop: it is no longer given anything to lead, or
 *     let into an ISR
 * @param logDirs the ids of its log directories that work
 * @param cordoned those of them that take no new replicas (KIP-1066); null until it says so
 * @param features the levels it can work at
 */
public record BrokerImage(
        int id,
        Uuid incarnation,
        long epoch,
        List<Listener> listeners,
        @Nullable String rack,
        boolean fenced,
        boolean inControlledShutdown,
        List<Uuid> logDirs,
        @Nullable List<Uuid> cordoned,
        Map<String, LevelRange> features) {

    /** A named address; port 0 stands for the address a client reached. */
    public record Listener(String name, String host, int port, short securityProtocol) {

        /** One in the clear. */
        public Listener(String name, String host, int port) {
            this(name, host, port, (short) 0);
        }
    }

    private static final byte FENCE = 1;
    private static final byte UNFENCE = -1;
    private static final byte SHUTTING_DOWN = 1;

    public BrokerImage {
        listeners = List.copyOf(listeners);
        logDirs = List.copyOf(logDirs);
        cordoned = cordoned == null ? null : List.copyOf(cordoned);
        features = Map.copyOf(features);
    }

    public BrokerImage(
            int id,
            Uuid incarnation,
            long epoch,
            List<Listener> listeners,
            @Nullable String rack,
            boolean fenced) {
        this(id, incarnation, epoch, listeners, rack, fenced, false, List.of(), null, Map.of());
    }

    static BrokerImage of(RegisterBrokerRecord record) {
        Map<String, LevelRange> features = new HashMap<>();
        record.features()
                .forEach(
                        f ->
                                features.put(
                                        f.name(),
                                        new LevelRange(
                                                f.minSupportedVersion(), f.maxSupportedVersion())));
        return new BrokerImage(
                record.brokerId(),
                record.incarnationId(),
                record.brokerEpoch(),
                record.endPoints().stream()
                        .map(e -> new Listener(e.name(), e.host(), e.port(), e.securityProtocol()))
                        .toList(),
                record.rack(),
                record.fenced(),
                record.inControlledShutdown(),
                record.logDirs(),
                record.cordonedLogDirs(),
                features);
    }

    BrokerImage changed(BrokerRegistrationChangeRecord change) {
        return new BrokerImage(
                id,
                incarnation,
                epoch,
                listeners,
                rack,
                change.fenced() == FENCE || (fenced && change.fenced() != UNFENCE),
                inControlledShutdown || change.inControlledShutdown() == SHUTTING_DOWN,
                change.logDirs().isEmpty() ? logDirs : change.logDirs(),
                change.cordonedLogDirs() == null ? cordoned : change.cordonedLogDirs(),
                features);
    }

    /** The record from which this image can be made again. */
    RegisterBrokerRecord toRecord() {
        return RegisterBrokerRecord.builder()
                .brokerId(id)
                .incarnationId(incarnation)
                .brokerEpoch(epoch)
                .endPoints(
                        listeners.stream()
                                .map(
                                        l ->
                                                new RegisterBrokerRecord.BrokerEndpoint(
                                                        l.name(),
                                                        l.host(),
                                                        l.port(),
                                                        l.securityProtocol()))
                                .toList())
                .features(
                        features.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(
                                        f ->
                                                new RegisterBrokerRecord.BrokerFeature(
                                                        f.getKey(),
                                                        f.getValue().min(),
                                                        f.getValue().max()))
                                .toList())
                .rack(rack)
                .fenced(fenced)
                .inControlledShutdown(inControlledShutdown)
                .logDirs(logDirs)
                .cordonedLogDirs(cordoned)
                .build();
    }

    /** Whether it may lead and be in an ISR. */
    public boolean live() {
        return !fenced && !inControlledShutdown;
    }

    /** Whether it has a log directory that takes new replicas (KIP-1066). */
    public boolean takesReplicas() {
        return logDirs.isEmpty() || cordoned == null || !cordoned.containsAll(logDirs);
    }

    /** Whether a replica in this log directory can be used; one that was not told yet counts. */
    public boolean hasOnline(Uuid directory) {
        return logDirs.isEmpty()
                || directory.equals(PartitionImage.UNASSIGNED_DIRECTORY)
                || logDirs.contains(directory);
    }

    /** The address under {@code listener}, or null. */
    public @Nullable Listener listener(String name) {
        for (Listener listener : listeners) {
            if (listener.name().equals(name)) {
                return listener;
            }
        }
        return null;
    }
}
