package io.leat.log.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted, and who has to show a certificate. Immutable. Files are read when
 * the first connection needs them, and again when they change.
 *
 * @param identity the own key and its certificates; a side that listens needs it
 * @param trusted whose certificates are believed; null for those the Java runtime believes
 * @param clientAuth whether the side that connects has to show a certificate
 * @param verifyHost whether the certificate has to name the host that was connected to
 * @param protocols the versions, newest wins; empty for the default of the Java runtime
 * @param cipherSuites empty for the default of the Java runtime
 */
public record Tls(
        @Nullable Keys identity,
        @Nullable Keys trusted,
        ClientAuth clientAuth,
        boolean verifyHost,
        List<String> protocols,
        List<String> cipherSuites) {

    /** What a server wants to know about its clients. */
    public enum ClientAuth {
        NONE,
        REQUESTED,
        REQUIRED
    }

    /**
     * A key store, in a file, or as PEM in the settings themselves.
     *
     * @param type JKS, PKCS12 or PEM
     * @param location the file; null if the texts below are given
     * @param password of the store
     * @param keyPassword of the private key; null if it is that of the store, or there is none
     * @param privateKey PEM of the private key
     * @param certificates PEM of the certificate chain, or of what is trusted
     */
    public record Keys(
            String type,
            @Nullable String location,
            @Nullable Secret password,
            @Nullable Secret keyPassword,
            @Nullable Secret privateKey,
            @Nullable String certificates) {

        public boolean isPem() {
            return type.equals("PEM");
        }
    }
}
