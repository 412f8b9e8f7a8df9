package io.leat.clients.admin;

/** Takes one mechanism away from a user. Immutable. */
public class UserScramCredentialDeletion extends UserScramCredentialAlteration {

    private final ScramMechanism mechanism;

    public UserScramCredentialDeletion(String user, ScramMechanism mechanism) {
        super(user);
        this.mechanism = mechanism;
    }

    public ScramMechanism mechanism() {
        return mechanism;
    }
}
