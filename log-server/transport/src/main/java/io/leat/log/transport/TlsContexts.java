package io.leat.log.transport;

import io.leat.log.runtime.Endpoint;
import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Tls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link Tls} means to Netty, for both directions. Safe on every loop.
 *
 * <p>Key stores are looked at once a second at most, when somebody connects; changed ones count for
 * connections from then on. One that cannot be read leaves the former in force.
 */
final class TlsContexts {

    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final ByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
    private static final long HANDSHAKE_MS = 10_000;
    private static final long LOOK_NANOS = 1_000_000_000L;

    private final Supplier<Tls> settings;
    private final Executor workers;
    private final AtomicLong looked = new AtomicLong(Long.MIN_VALUE);
    private volatile @Nullable SslContext server;
    private volatile @Nullable SslContext client;
    private volatile Map<Path, Stamp> stamps = Map.of();
    private volatile Tls tls;

    /** What tells a changed file. */
    private record Stamp(FileTime modified, long size) {}

    TlsContexts(Supplier<Tls> settings, Executor workers) {
        this.settings = settings;
        this.tls = settings.get();
        this.workers = workers;
    }

    /** Reads the own key; throws {@link NetworkException} if that cannot be. */
    void checkKeys() {
        server();
    }

    /** For a socket that was accepted. */
    SslHandler accepting(long nowNanos) {
        look(nowNanos);
        return limited(server().newHandler(ALLOCATOR, workers));
    }

    /** For a socket to {@code to}. */
    SslHandler connecting(Endpoint to, long nowNanos) {
        look(nowNanos);
        return limited(client().newHandler(ALLOCATOR, to.host(), to.port(), workers));
    }

    private static SslHandler limited(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MS);
        return handler;
    }

    private SslContext server() {
        SslContext known = server;
        if (known == null) {
            stamps = stamps();
            known = KeyStores.server(tls);
            server = known;
        }
        return known;
    }

    private SslContext client() {
        SslContext known = client;
        if (known == null) {
            stamps = stamps();
            known = KeyStores.client(tls);
            client = known;
        }
        return known;
    }

    private void look(long nowNanos) {
        Tls wanted = settings.get();
        if (wanted != tls) {
            change(wanted);
        }
        long last = looked.get();
        boolean due = last == Long.MIN_VALUE || nowNanos - last >= LOOK_NANOS;
        if (!due || !looked.compareAndSet(last, nowNanos) || last == Long.MIN_VALUE) {
            return;
        }
        Map<Path, Stamp> now = stamps();
        if (!now.equals(stamps)) {
            stamps = now;
            reload(now);
        }
    }

    /** Other settings than before; those that cannot be used are not tried again. */
    private synchronized void change(Tls wanted) {
        if (wanted != tls) {
            tls = wanted;
            stamps = stamps();
            reload(stamps);
        }
    }

    private void reload(Map<Path, Stamp> files) {
        Tls wanted = tls;
        try {
            SslContext accepts = server == null ? null : KeyStores.server(wanted);
            SslContext connects = client == null ? null : KeyStores.client(wanted);
            server = accepts;
            client = connects;
            LOG.info("Read the changed keys in {}", files.keySet());
        } catch (NetworkException e) {
            LOG.warn("Keeps the former keys: {}", e.getMessage());
        }
    }

    private Map<Path, Stamp> stamps() {
        Map<Path, Stamp> found = new HashMap<>();
        stamp(tls.identity(), found);
        stamp(tls.trusted(), found);
        return found;
    }

    private static void stamp(Tls.@Nullable Keys keys, Map<Path, Stamp> found) {
        if (keys == null || keys.location() == null) {
            return;
        }
        Path path = Path.of(keys.location());
        try {
            found.put(path, new Stamp(Files.getLastModifiedTime(path), Files.size(path)));
        } catch (IOException e) {
            LOG.debug("{} is not there now: {}", path, e.toString());
        }
    }
}
