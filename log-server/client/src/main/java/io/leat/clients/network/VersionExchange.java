package io.leat.clients.network;

import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.ApiVersionsRequest;
import io.leat.log.protocol.message.ApiVersionsResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first request on a connection: which versions does the broker speak? Owned by the loop.
 *
 * <p>A broker that does not know our version of the question answers in version 0 with error 35
 * and, since KIP-511, the versions of this one key; then we ask again.
 */
final class VersionExchange {

    /** The broker's answer: what it supports, or the version to ask in again. */
    record Answer(ApiSupport support, @Nullable Short retryVersion) {}

    private final short version;
    private final CompletableFuture<Answer> future = new CompletableFuture<>();

    private VersionExchange(short version) {
        this.version = version;
    }

    static VersionExchange start(short version) {
        return new VersionExchange(version);
    }

    VersionExchange whenComplete(BiConsumer<@Nullable Answer, @Nullable Throwable> action) {
        future.whenComplete(action);
        return this;
    }

    /** Hands the request to {@code writer}. */
    void into(Consumer<PendingCall<?>> writer, long deadlineMs) {
        ApiVersionsRequest request =
                ApiVersionsRequest.builder()
                        .clientSoftwareName("leat")
                        .clientSoftwareVersion("0.1.0")
                        .build();
        Call<Answer> call =
                new Call<>(
                        ApiKey.API_VERSIONS,
                        version,
                        version,
                        v -> request,
                        (reader, frame) -> read(reader),
                        false,
                        true,
                        0,
                        () -> {});
        PendingCall<Answer> pending = new PendingCall<>(call, future, deadlineMs);
        pending.version = version;
        writer.accept(pending);
    }

    private Answer read(Reader reader) {
        byte[] bytes = new byte[reader.remaining()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = reader.int8();
        }
        ByteBuffer body = ByteBuffer.wrap(bytes);
        boolean refused =
                bytes.length >= 2 && body.getShort(0) == ErrorCode.UNSUPPORTED_VERSION.code();
        int readAs = refused ? 0 : version;
        ApiVersionsResponse response =
                ApiVersionsResponse.read(ApiKey.API_VERSIONS.versions().reader(body, readAs));
        ApiSupport support = new ApiSupport(response);
        if (refused) {
            if (version == 0) {
                throw Errors.of(response.errorCode());
            }
            return new Answer(support, retryVersion(response));
        }
        if (response.errorCode() != ErrorCode.NONE) {
            throw Errors.of(response.errorCode());
        }
        return new Answer(support, null);
    }

    private short retryVersion(ApiVersionsResponse response) {
        for (ApiVersionsResponse.ApiVersion api : response.apiKeys()) {
            if (api.apiKey() == ApiKey.API_VERSIONS.id()) {
                return (short) Math.max(0, Math.min(version - 1, api.maxVersion()));
            }
        }
        return 0;
    }
}
