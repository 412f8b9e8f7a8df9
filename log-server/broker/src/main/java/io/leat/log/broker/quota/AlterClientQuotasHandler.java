package io.leat.log.broker.quota;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.LogRecord;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.AlterClientQuotasRequest;
import io.leat.log.protocol.message.AlterClientQuotasRequest.EntityData;
import io.leat.log.protocol.message.AlterClientQuotasRequest.EntryData;
import io.leat.log.protocol.message.AlterClientQuotasRequest.OpData;
import io.leat.log.protocol.message.AlterClientQuotasResponse;
import io.leat.log.quorum.controller.Decision;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.QuotaEntity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** AlterClientQuotas, versions 0 to 1 (KIP-546): each entity succeeds or fails as a whole. */
public final class AlterClientQuotasHandler
        implements Handler<AlterClientQuotasRequest, AlterClientQuotasResponse> {

    private final Broker broker;

    public AlterClientQuotasHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.ALTER_CLIENT_QUOTAS;
    }

    @Override
    public boolean decidedByController() {
        return true;
    }

    @Override
    public AlterClientQuotasRequest read(Reader in) {
        return AlterClientQuotasRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            AlterClientQuotasRequest request,
            Reply<AlterClientQuotasResponse> reply) {
        broker.controller()
                .submit(
                        image -> decide(image, request),
                        reply::complete,
                        error -> reply.complete(failed(request, error)));
    }

    static Decision<AlterClientQuotasResponse> decide(
            MetadataImage image, AlterClientQuotasRequest request) {
        List<LogRecord> records = new ArrayList<>();
        List<AlterClientQuotasResponse.EntryData> results = new ArrayList<>();
        Set<QuotaEntity> seen = new HashSet<>();
        for (EntryData entry : request.entries()) {
            String problem = problem(entry);
            if (problem == null && !seen.add(entity(entry))) {
                problem = "The request names the entity twice";
            }
            if (problem == null) {
                records.addAll(records(image, entity(entry), entry.ops()));
            }
            results.add(
                    result(
                            entry,
                            problem == null ? ErrorCode.NONE : ErrorCode.INVALID_REQUEST,
                            problem));
        }
        return new Decision<>(
                request.validateOnly() ? List.of() : records,
                AlterClientQuotasResponse.builder().entries(results).build());
    }

    /** Only what changes something is written. */
    private static List<LogRecord> records(
            MetadataImage image, QuotaEntity entity, List<OpData> ops) {
        List<LogRecord> records = new ArrayList<>();
        for (OpData op : ops) {
            Double now = image.quotas().of(entity).get(op.key());
            Double next = op.remove() ? null : (Double) op.value();
            if (next == null ? now != null : !next.equals(now)) {
                records.add(entity.record(op.key(), next));
            }
        }
        return records;
    }

    private static QuotaEntity entity(EntryData entry) {
        TreeMap<String, @Nullable String> names = new TreeMap<>();
        entry.entity().forEach(each -> names.put(each.entityType(), each.entityName()));
        return new QuotaEntity(names);
    }

    /** Why an entry cannot be taken, or null. */
    private static @Nullable String problem(EntryData entry) {
        Set<String> types = new HashSet<>();
        for (EntityData each : entry.entity()) {
            String name = each.entityName();
            if (!types.add(each.entityType())) {
                return "The entity names " + each.entityType() + " twice";
            }
            if (name != null && name.isEmpty()) {
                return "The name of " + each.entityType() + " is empty";
            }
            if (each.entityType().equals(QuotaEntity.IP) && name != null && !isAddress(name)) {
                return "'" + name + "' is no address";
            }
        }
        boolean known =
                types.equals(Set.of(QuotaEntity.IP))
                        || Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID).containsAll(types)
                                && !types.isEmpty();
        return known
                ? problem(entry.ops(), types)
                : "Quotas are for user, client-id, both of them, or ip; not for " + types;
    }

    private static boolean isAddress(String name) {
        return name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}") || name.indexOf(':') >= 0;
    }

    private static @Nullable String problem(List<OpData> ops, Set<String> types) {
        Set<String> keys = new HashSet<>();
        for (OpData op : ops) {
            QuotaKey key = QuotaKey.of(op.key(), types);
            if (key == null) {
                return "There is no quota '" + op.key() + "' for " + types;
            }
            if (!keys.add(op.key())) {
                return op.key() + " is changed twice";
            }
            if (!op.remove() && !key.allows(op.value())) {
                return op.value() + " is no value for " + op.key();
            }
        }
        return null;
    }

    private static AlterClientQuotasResponse.EntryData result(
            EntryData entry, ErrorCode error, @Nullable String message) {
        return new AlterClientQuotasResponse.EntryData(
                error,
                message,
                entry.entity().stream()
                        .map(
                                each ->
                                        new AlterClientQuotasResponse.EntityData(
                                                each.entityType(), each.entityName()))
                        .toList());
    }

    /** Nothing was changed, for {@code error}. */
    public static AlterClientQuotasResponse failed(
            AlterClientQuotasRequest request, ErrorCode error) {
        return AlterClientQuotasResponse.builder()
                .entries(
                        request.entries().stream()
                                .map(entry -> result(entry, error, error.message()))
                                .toList())
                .build();
    }
}
