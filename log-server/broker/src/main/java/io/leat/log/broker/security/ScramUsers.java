package io.leat.log.broker.security;

import io.leat.log.security.Mechanism;
import io.leat.log.security.ScramCredential;
import org.jspecify.annotations.Nullable;

/** Who can log in with SCRAM. Immutable: one state of the cluster. */
public interface ScramUsers {

    /** What is known of {@code user}; null if he cannot log in with {@code mechanism}. */
    @Nullable ScramCredential find(Mechanism mechanism, String user);
}
