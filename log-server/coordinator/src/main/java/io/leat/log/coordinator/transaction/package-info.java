/**
 * The transaction coordinator on {@code __transaction_state}: who may write under a transactional
 * id, what belongs to its transaction, and how that ends.
 */
@NullMarked
package io.leat.log.coordinator.transaction;

import org.jspecify.annotations.NullMarked;
