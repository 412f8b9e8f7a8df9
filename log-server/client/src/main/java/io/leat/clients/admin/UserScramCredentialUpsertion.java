package io.leat.clients.admin;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Gives a user a password for one mechanism, or another one. Immutable. */
public class UserScramCredentialUpsertion extends UserScramCredentialAlteration {

    private final ScramCredentialInfo credentialInfo;
    private final byte @Nullable [] salt;
    private final byte[] password;

    /** With a random salt. */
    public UserScramCredentialUpsertion(
            String user, ScramCredentialInfo credentialInfo, String password) {
        this(user, credentialInfo, password.getBytes(StandardCharsets.UTF_8));
    }

    /** With a random salt. */
    public UserScramCredentialUpsertion(
            String user, ScramCredentialInfo credentialInfo, byte[] password) {
        this(user, credentialInfo, password, null);
    }

    public UserScramCredentialUpsertion(
            String user,
            ScramCredentialInfo credentialInfo,
            byte[] password,
            byte @Nullable [] salt) {
        super(user);
        this.credentialInfo = credentialInfo;
        this.password = password.clone();
        this.salt = salt == null ? null : salt.clone();
    }

    public ScramCredentialInfo credentialInfo() {
        return credentialInfo;
    }

    /** Null for a random one. */
    public byte @Nullable [] salt() {
        return salt;
    }

    public byte[] password() {
        return password;
    }
}
