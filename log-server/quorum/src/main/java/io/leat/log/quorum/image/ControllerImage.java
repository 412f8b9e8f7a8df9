package io.leat.log.quorum.image;

import io.leat.log.protocol.Uuid;
import io.leat.log.protocol.message.RegisterControllerRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A registered controller. Immutable.
 *
 * @param incarnation differs for every start of the process
 * @param listeners where nodes and tools reach it
 * @param features the levels it can work at
 */
public record ControllerImage(
        int id,
        Uuid incarnation,
        List<BrokerImage.Listener> listeners,
        Map<String, LevelRange> features) {

    public ControllerImage {
        listeners = List.copyOf(listeners);
        features = Map.copyOf(features);
    }

    /** What {@code record} says. */
    public static ControllerImage of(RegisterControllerRecord record) {
        Map<String, LevelRange> features = new HashMap<>();
        record.features()
                .forEach(
                        f ->
                                features.put(
                                        f.name(),
                                        new LevelRange(
                                                f.minSupportedVersion(), f.maxSupportedVersion())));
        return new ControllerImage(
                record.controllerId(),
                record.incarnationId(),
                record.endPoints().stream()
                        .map(
                                e ->
                                        new BrokerImage.Listener(
                                                e.name(), e.host(), e.port(), e.securityProtocol()))
                        .toList(),
                features);
    }

    /** The record from which this image can be made again. */
    RegisterControllerRecord toRecord() {
        return RegisterControllerRecord.builder()
                .controllerId(id)
                .incarnationId(incarnation)
                .endPoints(
                        listeners.stream()
                                .map(
                                        l ->
                                                new RegisterControllerRecord.ControllerEndpoint(
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
                                                new RegisterControllerRecord.ControllerFeature(
                                                        f.getKey(),
                                                        f.getValue().min(),
                                                        f.getValue().max()))
                                .toList())
                .build();
    }
}
