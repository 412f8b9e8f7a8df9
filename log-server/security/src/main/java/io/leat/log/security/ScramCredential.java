package io.leat.log.security;

import io.leat.log.runtime.Secret;

/**
 * What a server keeps of a password (RFC 5802): enough to check it, not enough to use it.
 * Immutable; the arrays must not change.
 */
public record ScramCredential(byte[] salt, byte[] storedKey, byte[] serverKey, int iterations) {

    /** RFC 7677 asks for at least as many. */
    public static final int ITERATIONS_MIN = 4_096;

    public static final int ITERATIONS_MAX = 16_384;

    /** Of a password. Takes a while, as it has to. */
    public static ScramCredential of(
            Mechanism mechanism, Secret password, byte[] salt, int iterations) {
        return ofSalted(
                mechanism, Scram.salted(mechanism, password, salt, iterations), salt, iterations);
    }

    /** What a client sends instead of a password when it makes a user (KIP-554). */
    public static byte[] salted(Mechanism mechanism, Secret password, byte[] salt, int iterations) {
        return Scram.salted(mechanism, password, salt, iterations);
    }

    /** Of a password that a client salted. */
    public static ScramCredential ofSalted(
            Mechanism mechanism, byte[] saltedPassword, byte[] salt, int iterations) {
        return new ScramCredential(
                salt,
                Scram.hash(mechanism, Scram.clientKey(mechanism, saltedPassword)),
                Scram.serverKey(mechanism, saltedPassword),
                iterations);
    }

    @Override
    public String toString() {
        return "ScramCredential(" + iterations + " iterations)";
    }
}
