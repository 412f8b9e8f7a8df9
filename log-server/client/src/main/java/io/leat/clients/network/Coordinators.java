package io.leat.clients.network;

import io.leat.common.Node;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.FindCoordinatorRequest;
import io.leat.log.protocol.message.FindCoordinatorResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Finds the brokers that coordinate groups and transactions, and remembers them until somebody says
 * they moved. Owned by the client's loop; the public methods may be called from any thread.
 */
public final class Coordinators {

    /** What is coordinated, with its number on the wire. */
    public enum Kind {
        GROUP((byte) 0),
        TRANSACTION((byte) 1);

        private final byte id;

        Kind(byte id) {
            this.id = id;
        }
    }

    private record Key(Kind kind, String name) {}

    private final ClientIo io;
    private final Map<Key, CompletableFuture<Node>> found = new HashMap<>();

    Coordinators(ClientIo io) {
        this.io = io;
    }

    /**
     * The coordinator of the group or transactional id {@code name}; fails with the exception of
     * the broker's error, which is mostly retriable. A failure is not remembered.
     */
    public CompletableFuture<Node> find(Kind kind, String name) {
        CompletableFuture<Node> result = new CompletableFuture<>();
        io.loop().execute(() -> lookup(new Key(kind, name), result));
        return result;
    }

    /** Forgets the coordinator: it is no longer there, or no longer it. */
    public void forget(Kind kind, String name) {
        io.loop().execute(() -> found.remove(new Key(kind, name)));
    }

    private void lookup(Key key, CompletableFuture<Node> result) {
        CompletableFuture<Node> known = found.get(key);
        if (known == null) {
            known = ask(key);
            found.put(key, known);
            CompletableFuture<Node> asked = known;
            asked.whenComplete(
                    (node, failure) -> {
                        if (node == null) {
                            found.remove(key, asked);
                        }
                    });
        }
        known.whenComplete(
                (node, failure) -> {
                    if (node != null) {
                        result.complete(node);
                    } else if (failure != null) {
                        result.completeExceptionally(Errors.unwrap(failure));
                    }
                });
    }

    private CompletableFuture<Node> ask(Key key) {
        Call<FindCoordinatorResponse> call =
                Call.of(
                        ApiKey.FIND_COORDINATOR,
                        version -> request(version, key),
                        FindCoordinatorResponse::read);
        int lowest = key.kind == Kind.GROUP ? 0 : 1;
        return io.sendToAny(call.versions(lowest, call.highest())).thenApply(this::answer);
    }

    private static FindCoordinatorRequest request(int version, Key key) {
        FindCoordinatorRequest.Builder builder = FindCoordinatorRequest.builder();
        if (version >= 1) {
            builder.keyType(key.kind.id);
        }
        return version >= 4
                ? builder.coordinatorKeys(List.of(key.name)).build()
                : builder.key(key.name).build();
    }

    private Node answer(FindCoordinatorResponse response) {
        if (response.coordinators().isEmpty()) {
            return node(
                    response.errorCode(),
                    response.errorMessage(),
                    new Node(response.nodeId(), response.host(), response.port()));
        }
        FindCoordinatorResponse.Coordinator one = response.coordinators().get(0);
        return node(
                one.errorCode(),
                one.errorMessage(),
                new Node(one.nodeId(), one.host(), one.port()));
    }

    private Node node(ErrorCode error, @Nullable String message, Node node) {
        if (error != ErrorCode.NONE) {
            throw Errors.of(error, message);
        }
        io.learn(node);
        return node;
    }
}
