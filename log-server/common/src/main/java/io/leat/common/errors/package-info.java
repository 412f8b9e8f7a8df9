/**
 * The errors that clients see. Those that stand for a code of the Kafka protocol extend {@link
 * io.leat.common.errors.ApiException}; those worth retrying extend {@link
 * io.leat.common.errors.RetriableException}.
 */
package io.leat.common.errors;
