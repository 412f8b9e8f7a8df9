package io.leat.clients.admin;

import io.leat.clients.network.Call;
import io.leat.common.KafkaFuture;
import io.leat.common.quota.ClientQuotaAlteration;
import io.leat.common.quota.ClientQuotaEntity;
import io.leat.common.quota.ClientQuotaFilter;
import io.leat.common.quota.ClientQuotaFilterComponent;
import io.leat.log.protocol.message.AlterClientQuotasRequest;
import io.leat.log.protocol.message.AlterClientQuotasResponse;
import io.leat.log.protocol.message.DescribeClientQuotasRequest;
import io.leat.log.protocol.message.DescribeClientQuotasResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls about how much clients may take (KIP-546). Stateless. */
final class QuotaCalls {

    private static final byte EXACT = 0;
    private static final byte DEFAULT = 1;
    private static final byte ANY = 2;

    private final Attempts attempts;

    QuotaCalls(Attempts attempts) {
        this.attempts = attempts;
    }

    Map<ClientQuotaEntity, KafkaFuture<Void>> alter(
            Collection<ClientQuotaAlteration> alterations, AlterClientQuotasOptions options) {
        AlterClientQuotasRequest request =
                AlterClientQuotasRequest.builder()
                        .entries(alterations.stream().map(QuotaCalls::wire).toList())
                        .validateOnly(options.validateOnly())
                        .build();
        CompletableFuture<AlterClientQuotasResponse> answer =
                attempts.stage(
                        options,
                        "Altering quotas",
                        () -> attempts.any(Call.of(request, AlterClientQuotasResponse::read)));
        Map<ClientQuotaEntity, KafkaFuture<Void>> futures = new LinkedHashMap<>();
        for (ClientQuotaAlteration each : alterations) {
            futures.computeIfAbsent(
                    each.entity(),
                    entity -> attempts.future(answer.thenApply(it -> outcome(it, entity))));
        }
        return futures;
    }

    private static AlterClientQuotasRequest.EntryData wire(ClientQuotaAlteration alteration) {
        List<AlterClientQuotasRequest.EntityData> parts = new ArrayList<>();
        alteration
                .entity()
                .entries()
                .forEach(
                        (type, name) ->
                                parts.add(new AlterClientQuotasRequest.EntityData(type, name)));
        List<AlterClientQuotasRequest.OpData> ops = new ArrayList<>();
        for (ClientQuotaAlteration.Op op : alteration.ops()) {
            Double value = op.value();
            ops.add(
                    new AlterClientQuotasRequest.OpData(
                            op.key(), value == null ? 0 : value, value == null));
        }
        return new AlterClientQuotasRequest.EntryData(parts, ops);
    }

    private Void outcome(AlterClientQuotasResponse response, ClientQuotaEntity entity) {
        for (AlterClientQuotasResponse.EntryData each : response.entries()) {
            Map<String, @Nullable String> names = new HashMap<>();
            each.entity().forEach(part -> names.put(part.entityType(), part.entityName()));
            if (new ClientQuotaEntity(names).equals(entity)) {
                attempts.check(each.errorCode(), each.errorMessage());
            }
        }
        return null;
    }

    KafkaFuture<Map<ClientQuotaEntity, Map<String, Double>>> describe(
            ClientQuotaFilter filter, DescribeClientQuotasOptions options) {
        DescribeClientQuotasRequest request =
                DescribeClientQuotasRequest.builder()
                        .components(filter.components().stream().map(QuotaCalls::wire).toList())
                        .strict(filter.strict())
                        .build();
        return attempts.run(
                options,
                "Describing quotas",
                () ->
                        attempts.any(Call.of(request, DescribeClientQuotasResponse::read))
                                .thenApply(this::byEntity));
    }

    private static DescribeClientQuotasRequest.ComponentData wire(
            ClientQuotaFilterComponent component) {
        Optional<String> match = component.match();
        byte how = match == null ? ANY : match.isPresent() ? EXACT : DEFAULT;
        return new DescribeClientQuotasRequest.ComponentData(
                component.entityType(), how, match == null ? null : match.orElse(null));
    }

    private Map<ClientQuotaEntity, Map<String, Double>> byEntity(
            DescribeClientQuotasResponse response) {
        attempts.check(response.errorCode(), response.errorMessage());
        Map<ClientQuotaEntity, Map<String, Double>> found = new LinkedHashMap<>();
        List<DescribeClientQuotasResponse.EntryData> entries = response.entries();
        for (DescribeClientQuotasResponse.EntryData each :
                entries == null ? List.<DescribeClientQuotasResponse.EntryData>of() : entries) {
            Map<String, @Nullable String> names = new HashMap<>();
            each.entity().forEach(part -> names.put(part.entityType(), part.entityName()));
            Map<String, Double> values = new HashMap<>();
            each.values().forEach(value -> values.put(value.key(), value.value()));
            found.put(new ClientQuotaEntity(names), values);
        }
        return found;
    }
}
