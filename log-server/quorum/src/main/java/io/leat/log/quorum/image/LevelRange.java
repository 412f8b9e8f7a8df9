package io.leat.log.quorum.image;

/** The levels of a feature that a node can work at, both ends included. Immutable. */
public record LevelRange(short min, short max) {

    public boolean contains(short level) {
        return level >= min && level <= max;
    }
}
