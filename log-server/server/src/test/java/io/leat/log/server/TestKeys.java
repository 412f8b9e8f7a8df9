package io.leat.log.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Keys for tests, as PEM and in stores of any type. Stateless. */
final class TestKeys {

    static final String PASSWORD = "secret-of-stores";

    private TestKeys() {}

    /** The private key and the certificate called {@code name}, together. */
    static String pem(String name) {
        return key(name) + certificate(name);
    }

    static String key(String name) {
        return text(name + "-key.pem");
    }

    static String certificate(String name) {
        return text(name + ".pem");
    }

    private static String text(String file) {
        try (var in = TestKeys.class.getResourceAsStream("keys/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the key called {@code name} to {@code file}. */
    static Path identity(Path file, String type, String name) {
        return store(
                file,
                type,
                store ->
                        store.setKeyEntry(
                                "key",
                                privateKey(name),
                                PASSWORD.toCharArray(),
                                new Certificate[] {parse(name)}));
    }

    /** Writes what trusts all of these keys to {@code file}. */
    static Path trust(Path file, String type) {
        return store(file, type, store -> store.setCertificateEntry("ca", parse("ca")));
    }

    private interface Filling {
        void into(KeyStore store) throws GeneralSecurityException;
    }

    private static Path store(Path file, String type, Filling filling) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance(type);
            store.load(null, null);
            filling.into(store);
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static PrivateKey privateKey(String name) throws GeneralSecurityException {
        String base64 = key(name).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    /** The serial number of the certificate called {@code name}. */
    static String serial(String name) {
        return ((X509Certificate) parse(name)).getSerialNumber().toString();
    }

    private static Certificate parse(String name) {
        try {
            byte[] pem = certificate(name).getBytes(StandardCharsets.US_ASCII);
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The certificate that whoever listens at {@code port} of this machine shows. */
    static X509Certificate shownBy(int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Believer()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    /** Believes everybody: only what is shown is of interest. */
    private static final class Believer implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
