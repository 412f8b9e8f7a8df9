package io.leat.log.quorum.image;

/**
 * Somebody who can log in with SCRAM, by one of its mechanisms. Immutable.
 *
 * @param mechanism 1 for SHA-256, 2 for SHA-512
 */
public record ScramUser(String name, byte mechanism) implements Comparable<ScramUser> {

    @Override
    public int compareTo(ScramUser other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Byte.compare(mechanism, other.mechanism);
    }
}
