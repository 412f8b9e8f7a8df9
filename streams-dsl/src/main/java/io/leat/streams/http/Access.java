package io.leat.streams.http;

import io.leat.streams.errors.StreamsException;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystemException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Who may ask: everybody, or who knows the token that all instances share. Immutable. */
final class Access {

    private static final int SHORTEST = 16;
    private static final String SCHEME = "Bearer ";

    private final @Nullable String header;

    private Access(@Nullable String token) {
        this.header = token == null ? null : SCHEME + token;
    }

    /**
     * What the settings say.
     *
     * @throws StreamsException if others than this machine could ask without a token and that is
     *     not meant, or if the file has none
     */
    static Access of(Listen listen, Vertx vertx) {
        String file = listen.tokenFile();
        if (file != null) {
            return new Access(token(file, vertx));
        }
        if (!listen.insecure() && !loopback(listen.host())) {
            throw new StreamsException(
                    "Everybody who reaches "
                            + listen.host()
                            + " could read all stores. Set queries.http.token.file, or, if that is"
                            + " what you want, queries.http.insecure=true.");
        }
        return new Access(null);
    }

    private static String token(String file, Vertx vertx) {
        String token;
        try {
            token = vertx.fileSystem().readFileBlocking(file).toString().trim();
        } catch (FileSystemException e) {
            throw new StreamsException("queries.http.token.file cannot be read: " + file, e);
        }
        if (token.length() < SHORTEST || !token.matches("[\\x21-\\x7e]+")) {
            throw new StreamsException(
                    "queries.http.token.file "
                            + file
                            + " must hold one word of at least "
                            + SHORTEST
                            + " ASCII characters.");
        }
        return token;
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    boolean allows(HttpServerRequest request) {
        if (header == null) {
            return true;
        }
        String given = request.getHeader(HttpHeaders.AUTHORIZATION);
        // Takes as long whatever is given, so that nobody finds the token piece by piece.
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8),
                        header.getBytes(StandardCharsets.UTF_8));
    }

    /** Says to another instance that we may ask. */
    void sign(RequestOptions question) {
        if (header != null) {
            question.putHeader(HttpHeaders.AUTHORIZATION, header);
        }
    }
}
