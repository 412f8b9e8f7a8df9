package io.leat.clients.admin;

import java.util.Collection;
import java.util.Set;

/** Options of {@link Admin#listTransactions}. */
public class ListTransactionsOptions extends AbstractOptions<ListTransactionsOptions> {

    private Set<TransactionState> states = Set.of();
    private Set<Long> producerIds = Set.of();
    private long durationMs = -1;
    private String pattern;

    /** Only transactions in these states; empty means all. */
    public ListTransactionsOptions filterStates(Collection<TransactionState> states) {
        this.states = Set.copyOf(states);
        return this;
    }

    /** Only transactions of these producers; empty means all. */
    public ListTransactionsOptions filterProducerIds(Collection<Long> producerIdFilters) {
        this.producerIds = Set.copyOf(producerIdFilters);
        return this;
    }

    /** Only transactions open for longer than this many milliseconds; negative means all. */
    public ListTransactionsOptions filterOnDuration(long durationMs) {
        this.durationMs = durationMs;
        return this;
    }

    /** Only transactional ids that match this RE2/J pattern; null means all (KIP-1152). */
    public ListTransactionsOptions filterOnTransactionalIdPattern(String pattern) {
        this.pattern = pattern;
        return this;
    }

    public Set<TransactionState> filteredStates() {
        return states;
    }

    public Set<Long> filteredProducerIds() {
        return producerIds;
    }

    public long filteredDuration() {
        return durationMs;
    }

    public String filteredTransactionalIdPattern() {
        return pattern;
    }
}
