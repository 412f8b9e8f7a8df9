package io.leat.log.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.RaftVoterEndpoint;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.DuplicateVoterException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several nodes on real sockets, and what Apache's admin client sees and changes of their quorum.
 */
@Timeout(120)
final class MetadataQuorumTest {

    private static final String CLUSTER = "quorum-test-cluster-01";

    @TempDir Path folder;

    private final Map<Integer, LeatServer> servers = new TreeMap<>();
    private final Map<Integer, Integer> controllerPorts = new HashMap<>();
    private final Map<Integer, Integer> ports = new HashMap<>();

    @AfterEach
    void stop() {
        servers.values().forEach(LeatServer::close);
    }

    private Map<String, String> settings(int id, String key, String controllers) throws Exception {
        if (!ports.containsKey(id)) {
            ports.put(id, ServerProcess.freePort());
            controllerPorts.put(id, ServerProcess.freePort());
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", "" + id);
        settings.put("cluster.id", CLUSTER);
        settings.put("process.roles", "broker,controller");
        settings.put("log.dirs", folder.resolve("node" + id).toString());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put(
                "listeners",
                "PLAINTEXT://127.0.0.1:"
                        + ports.get(id)
                        + ",CONTROLLER://127.0.0.1:"
                        + controllerPorts.get(id));
        settings.put("leat.event.loops", "1");
        if (!controllers.isEmpty()) {
            settings.put(key, controllers);
        }
        return settings;
    }

    private Admin admin(int id) {
        return Admin.create(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + ports.get(id),
                        "default.api.timeout.ms",
                        20_000,
                        "request.timeout.ms",
                        2_000));
    }

    private static QuorumInfo describe(Admin admin) throws Exception {
        return admin.describeMetadataQuorum().quorumInfo().get();
    }

    private static Set<Integer> ids(List<QuorumInfo.ReplicaState> replicas) {
        return replicas.stream()
                .map(QuorumInfo.ReplicaState::replicaId)
                .collect(Collectors.toSet());
    }

    @Test
    void shouldShowItsQuorumAndElectAnotherLeader() throws Exception {
        for (int id = 1; id <= 3; id++) {
            settings(id, "", "");
        }
        String voters =
                controllerPorts.entrySet().stream()
                        .map(each -> each.getKey() + "@127.0.0.1:" + each.getValue())
                        .collect(Collectors.joining(","));
        List<CompletableFuture<LeatServer>> starting = new ArrayList<>();
        for (int id = 1; id <= 3; id++) {
            Map<String, String> settings = settings(id, "controller.quorum.voters", voters);
            starting.add(CompletableFuture.supplyAsync(() -> LeatServer.start(settings)));
        }
        for (int id = 1; id <= 3; id++) {
            servers.put(id, starting.get(id - 1).get());
        }
        int first;
        try (Admin admin = admin(1)) {
            QuorumInfo info = describe(admin);
            first = info.leaderId();
            assertEquals(Set.of(1, 2, 3), ids(info.voters()));
            await().atMost(Duration.ofSeconds(10))
                    .until(
                            () ->
                                    describe(admin).voters().stream()
                                            .allMatch(each -> each.logEndOffset() > 0));
            ExecutionException refused =
                    assertThrows(
                            ExecutionException.class,
                            () ->
                                    admin.removeRaftVoter(
                                                    2, info.voters().get(1).replicaDirectoryId())
                                            .all()
                                            .get());
            assertInstanceOf(UnsupportedVersionException.class, refused.getCause());
        }
        servers.remove(first).close();
        try (Admin admin = admin(first % 3 + 1)) {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertNotEquals(first, describe(admin).leaderId()));
        }
    }

    @Test
    void shouldAddAVoterAndRemoveTheFirst() throws Exception {
        servers.put(1, LeatServer.start(settings(1, "", "")));
        String bootstrap = "127.0.0.1:" + controllerPorts.get(1);
        Map<String, String> joining = settings(2, "controller.quorum.bootstrap.servers", bootstrap);
        servers.put(2, LeatServer.start(joining));
        try (Admin admin = admin(2)) {
            QuorumInfo before = describe(admin);
            assertEquals(Set.of(1), ids(before.voters()));
            assertEquals(Set.of(2), ids(before.observers()));
            Uuid directory = before.observers().get(0).replicaDirectoryId();
            RaftVoterEndpoint endpoint =
                    new RaftVoterEndpoint("CONTROLLER", "127.0.0.1", controllerPorts.get(2));
            admin.addRaftVoter(2, directory, Set.of(endpoint)).all().get();
            assertEquals(Set.of(1, 2), ids(describe(admin).voters()));
            ExecutionException refused =
                    assertThrows(
                            ExecutionException.class,
                            () -> admin.addRaftVoter(2, directory, Set.of(endpoint)).all().get());
            assertInstanceOf(DuplicateVoterException.class, refused.getCause());
            Uuid first = before.voters().get(0).replicaDirectoryId();
            admin.removeRaftVoter(1, first).all().get();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertEquals(2, describe(admin).leaderId()));
            QuorumInfo after = describe(admin);
            assertEquals(Set.of(2), ids(after.voters()));
        }
    }
}
