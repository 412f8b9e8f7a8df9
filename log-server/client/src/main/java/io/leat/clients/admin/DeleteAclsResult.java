package io.leat.clients.admin;

import io.leat.common.KafkaFuture;
import io.leat.common.acl.AclBinding;
import io.leat.common.acl.AclBindingFilter;
import io.leat.common.errors.ApiException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Result of {@link Admin#deleteAcls}. */
public class DeleteAclsResult {

    /** What became of one entry: it is gone if there is no exception. */
    public record FilterResult(AclBinding binding, @Nullable ApiException exception) {}

    /** What one filter met. */
    public record FilterResults(List<FilterResult> values) {}

    private final Map<AclBindingFilter, KafkaFuture<FilterResults>> futures;

    DeleteAclsResult(Map<AclBindingFilter, KafkaFuture<FilterResults>> futures) {
        this.futures = futures;
    }

    /** What each filter met. */
    public Map<AclBindingFilter, KafkaFuture<FilterResults>> values() {
        return futures;
    }

    /** All entries that are gone; fails when a filter, or one deletion, has. */
    public KafkaFuture<Collection<AclBinding>> all() {
        return Futures.byKey(futures)
                .thenApply(
                        byFilter -> {
                            List<AclBinding> gone = new ArrayList<>();
                            for (FilterResults results : byFilter.values()) {
                                for (FilterResult each : results.values()) {
                                    if (each.exception() != null) {
                                        throw each.exception();
                                    }
                                    gone.add(each.binding());
                                }
                            }
                            return gone;
                        });
    }
}
