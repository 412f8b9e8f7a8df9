package io.leat.log.broker.quota;

import io.leat.log.broker.Broker;
import io.leat.log.broker.Handler;
import io.leat.log.broker.Reply;
import io.leat.log.broker.RequestContext;
import io.leat.log.protocol.ApiKey;
import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.Reader;
import io.leat.log.protocol.message.DescribeClientQuotasRequest;
import io.leat.log.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.leat.log.protocol.message.DescribeClientQuotasResponse;
import io.leat.log.protocol.message.DescribeClientQuotasResponse.EntityData;
import io.leat.log.protocol.message.DescribeClientQuotasResponse.EntryData;
import io.leat.log.protocol.message.DescribeClientQuotasResponse.ValueData;
import io.leat.log.quorum.image.QuotaEntity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** DescribeClientQuotas, versions 0 to 1 (KIP-546): the entities that fit a filter. */
public final class DescribeClientQuotasHandler
        implements Handler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> {

    private static final byte EXACT = 0;
    private static final byte DEFAULT = 1;
    private static final byte ANY = 2;

    private final Broker broker;

    public DescribeClientQuotasHandler(Broker broker) {
        this.broker = broker;
    }

    @Override
    public ApiKey key() {
        return ApiKey.DESCRIBE_CLIENT_QUOTAS;
    }

    @Override
    public DescribeClientQuotasRequest read(Reader in) {
        return DescribeClientQuotasRequest.read(in);
    }

    @Override
    public void handle(
            RequestContext context,
            DescribeClientQuotasRequest request,
            Reply<DescribeClientQuotasResponse> reply) {
        DescribeClientQuotasResponse.Builder response = DescribeClientQuotasResponse.builder();
        DescribeClientQuotasResponse refusal = refusal(request);
        if (refusal != null) {
            reply.complete(refusal);
            return;
        }
        List<EntryData> entries = new ArrayList<>();
        broker.image()
                .quotas()
                .all()
                .forEach(
                        (entity, values) -> {
                            if (fits(request, entity)) {
                                entries.add(entry(entity, values));
                            }
                        });
        reply.complete(response.entries(entries).build());
    }

    private static @Nullable DescribeClientQuotasResponse refusal(
            DescribeClientQuotasRequest request) {
        Set<String> types = new HashSet<>();
        for (ComponentData each : request.components()) {
            String type = each.entityType();
            boolean named = each.matchType() == EXACT;
            if (type.isEmpty()
                    || !types.add(type)
                    || each.matchType() > ANY
                    || each.matchType() < EXACT
                    || named != (each.match() != null)) {
                return refused(ErrorCode.INVALID_REQUEST, "The filter for '" + type + "' is wrong");
            }
            if (!Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP).contains(type)) {
                return refused(
                        ErrorCode.UNSUPPORTED_VERSION, "There are no quotas for '" + type + "'");
            }
        }
        return types.contains(QuotaEntity.IP) && types.size() > 1
                ? refused(ErrorCode.INVALID_REQUEST, "No quota is for an ip and something else")
                : null;
    }

    private static DescribeClientQuotasResponse refused(ErrorCode error, String message) {
        return DescribeClientQuotasResponse.builder()
                .errorCode(error)
                .errorMessage(message)
                .entries(null)
                .build();
    }

    private static boolean fits(DescribeClientQuotasRequest request, QuotaEntity entity) {
        for (ComponentData each : request.components()) {
            if (!entity.names().containsKey(each.entityType())) {
                return false;
            }
            String name = entity.names().get(each.entityType());
            boolean fits =
                    switch (each.matchType()) {
                        case EXACT -> name != null && name.equals(each.match());
                        case DEFAULT -> name == null;
                        default -> true;
                    };
            if (!fits) {
                return false;
            }
        }
        return !request.strict() || request.components().size() == entity.names().size();
    }

    private static EntryData entry(QuotaEntity entity, Map<String, Double> values) {
        List<EntityData> parts = new ArrayList<>();
        entity.names().forEach((type, name) -> parts.add(new EntityData(type, name)));
        List<ValueData> all = new ArrayList<>();
        values.forEach((key, value) -> all.add(new ValueData(key, value)));
        return new EntryData(parts, all);
    }
}
