package io.leat.streams.query;

/** Why a partition could not answer a query. */
public enum FailureReason {
    /** The store does not know this type of query. */
    UNKNOWN_QUERY_TYPE,
    /** An active task was asked for, and the partition has none that runs here. */
    NOT_ACTIVE,
    /** The store has not seen the input yet that the bound asks for. */
    NOT_UP_TO_BOUND,
    /** The partition is not on this instance. */
    NOT_PRESENT,
    /** The store has no such partition. */
    DOES_NOT_EXIST,
    /** Reading the store failed. */
    STORE_EXCEPTION
}
