package io.leat.clients.admin;

import java.util.Objects;

/** A change of what a user logs in with. Immutable. */
public abstract class UserScramCredentialAlteration {

    private final String user;

    UserScramCredentialAlteration(String user) {
        this.user = Objects.requireNonNull(user, "user");
    }

    public String user() {
        return user;
    }
}
