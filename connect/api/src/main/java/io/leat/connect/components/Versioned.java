package io.leat.connect.components;

/** Something that has a version. */
public interface Versioned {

    /** The version, for status pages and logs; not null. */
    String version();
}
