package io.leat.log.transport;

import io.leat.log.runtime.NetworkException;
import io.leat.log.runtime.Secret;
import io.leat.log.runtime.Tls;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Reads keys and certificates, JKS, PKCS12 or PEM, into Netty's contexts. Stateless. */
final class KeyStores {

    private static final String VERIFIED = "HTTPS";

    private KeyStores() {}

    /** The context of a side that listens. */
    static SslContext server(Tls tls) {
        Tls.Keys identity = tls.identity();
        if (identity == null) {
            throw new NetworkException(
                    "TLS needs a key of this server: set ssl.keystore.location, or"
                            + " ssl.keystore.key and ssl.keystore.certificate.chain");
        }
        return build(
                tls,
                () ->
                        begin(identity)
                                .clientAuth(
                                        switch (tls.clientAuth()) {
                                            case NONE -> ClientAuth.NONE;
                                            case REQUESTED -> ClientAuth.OPTIONAL;
                                            case REQUIRED -> ClientAuth.REQUIRE;
                                        }));
    }

    /** The context of a side that connects. */
    static SslContext client(Tls tls) {
        return build(
                tls,
                () -> {
                    SslContextBuilder builder = SslContextBuilder.forClient();
                    Tls.Keys identity = tls.identity();
                    if (identity != null && identity.isPem()) {
                        builder.keyManager(certificates(identity), key(identity), pemKey(identity));
                    } else if (identity != null) {
                        builder.keyManager(managers(identity));
                    }
                    return builder.endpointIdentificationAlgorithm(
                            tls.verifyHost() ? VERIFIED : null);
                });
    }

    private static SslContextBuilder begin(Tls.Keys identity)
            throws IOException, GeneralSecurityException {
        return identity.isPem()
                ? SslContextBuilder.forServer(
                        certificates(identity), key(identity), pemKey(identity))
                : SslContextBuilder.forServer(managers(identity));
    }

    /** Where a context begins. */
    private interface Start {
        SslContextBuilder begin() throws IOException, GeneralSecurityException;
    }

    private static SslContext build(Tls tls, Start start) {
        try {
            SslContextBuilder builder = start.begin().sslProvider(SslProvider.JDK);
            Tls.Keys trusted = tls.trusted();
            if (trusted != null && trusted.isPem()) {
                builder.trustManager(certificates(trusted));
            } else if (trusted != null) {
                builder.trustManager(trust(trusted));
            }
            if (!tls.protocols().isEmpty()) {
                builder.protocols(tls.protocols());
            }
            if (!tls.cipherSuites().isEmpty()) {
                builder.ciphers(tls.cipherSuites());
            }
            return builder.build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new NetworkException(
                    "cannot use the keys for TLS" + places(tls) + ": " + reason(e), e);
        }
    }

    /** What Netty says of a PEM it cannot read names streams; its cause names the reason. */
    private static String reason(Exception failure) {
        Throwable cause = failure.getCause();
        return cause != null && cause.getMessage() != null
                ? failure.getMessage() + " (" + cause.getMessage() + ")"
                : String.valueOf(failure.getMessage());
    }

    private static String places(Tls tls) {
        StringBuilder places = new StringBuilder();
        for (Tls.Keys keys : new Tls.Keys[] {tls.identity(), tls.trusted()}) {
            if (keys != null && keys.location() != null) {
                places.append(places.isEmpty() ? " in " : " and ").append(keys.location());
            }
        }
        return places.toString();
    }

    private static KeyManagerFactory managers(Tls.Keys keys)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        Secret password = keys.keyPassword() != null ? keys.keyPassword() : keys.password();
        factory.init(load(keys), characters(password));
        return factory;
    }

    private static TrustManagerFactory trust(Tls.Keys keys)
            throws IOException, GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load(keys));
        return factory;
    }

    private static KeyStore load(Tls.Keys keys) throws IOException, GeneralSecurityException {
        if (keys.location() == null) {
            throw new IOException("a store of type " + keys.type() + " is a file: name it");
        }
        KeyStore store = KeyStore.getInstance(keys.type());
        try (InputStream in = Files.newInputStream(Path.of(keys.location()))) {
            store.load(in, characters(keys.password()));
        }
        return store;
    }

    private static char @Nullable [] characters(@Nullable Secret secret) {
        return secret == null ? null : secret.text().toCharArray();
    }

    private static @Nullable String pemKey(Tls.Keys keys) {
        return keys.keyPassword() == null ? null : keys.keyPassword().text();
    }

    private static InputStream certificates(Tls.Keys keys) throws IOException {
        return keys.certificates() != null ? text(keys.certificates()) : file(keys);
    }

    private static InputStream key(Tls.Keys keys) throws IOException {
        return keys.privateKey() != null ? text(keys.privateKey().text()) : file(keys);
    }

    private static InputStream text(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static InputStream file(Tls.Keys keys) throws IOException {
        if (keys.location() == null) {
            throw new IOException("PEM needs both a private key and certificates");
        }
        return new ByteArrayInputStream(Files.readAllBytes(Path.of(keys.location())));
    }
}
