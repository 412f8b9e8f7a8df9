package io.leat.clients.admin;

import java.util.List;

/** How a user logs in with SCRAM. Immutable. */
public record UserScramCredentialsDescription(
        String name, List<ScramCredentialInfo> credentialInfos) {

    public UserScramCredentialsDescription {
        credentialInfos = List.copyOf(credentialInfos);
    }
}
