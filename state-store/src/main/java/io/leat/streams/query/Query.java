package io.leat.streams.query;

/**
 * A question to a store. Users may ask questions of their own types of stores of their own.
 *
 * @param <R> the type of the answer
 */
public interface Query<R> {}
