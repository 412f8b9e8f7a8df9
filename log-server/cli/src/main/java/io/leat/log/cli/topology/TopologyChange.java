package io.leat.log.cli.topology;

/**
 * What differs between two descriptions, and what follows from it.
 *
 * @param what the difference, in words
 * @param remedy what to do about it; empty if nothing has to be done
 */
record TopologyChange(Weight weight, String what, String remedy) {

    /** What becomes of data when the new topology runs with the application id of the old one. */
    enum Weight {
        /** Nothing is lost, nothing has to be done. */
        SAFE,
        /** Nothing is lost if one does what is said. */
        MIGRATABLE,
        /** State or records on their way are lost. */
        BREAKING
    }
}
