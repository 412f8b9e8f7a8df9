package io.leat.log.quorum.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.log.protocol.ErrorCode;
import io.leat.log.protocol.message.FeatureLevelRecord;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.leat.log.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.leat.log.protocol.message.IncrementalAlterConfigsResponse;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings need besides being right. */
class AlterConfigsTest {

    private static final byte SET = 0;

    /** Whatever is set for brokers is right. */
    private static final TopicRules ANYTHING =
            new ModelRules() {
                @Override
                public @Nullable String brokerViolation(String broker, String name, String value) {
                    return null;
                }
            };

    private static Decision<IncrementalAlterConfigsResponse> set(int level, String name) {
        MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
        delta.apply(new FeatureLevelRecord("metadata.version", (short) level));
        AlterConfigsResource all =
                new AlterConfigsResource(
                        ConfigResource.BROKER, "", List.of(new AlterableConfig(name, SET, "*")));
        return new AlterConfigs(ANYTHING)
                .decide(delta.image(1), new IncrementalAlterConfigsRequest(List.of(all), false));
    }

    /** Brokers of an older version would put replicas into such folders nevertheless (KIP-1066). */
    @ParameterizedTest
    @CsvSource({"29, false", "30, true", "31, true"})
    void shouldCordonFoldersOnlyWhereAllBrokersHeedIt(int level, boolean taken) {
        var decision = set(level, "cordoned.log.dirs");
        var result = decision.reply().responses().get(0);
        assertEquals(taken ? ErrorCode.NONE : ErrorCode.INVALID_CONFIG, result.errorCode());
        assertEquals(taken ? 1 : 0, decision.records().size());
        String message = result.errorMessage();
        assertTrue(taken || (message != null && message.contains("metadata.version 30")), message);
        assertEquals(1, set(level, "some.other").records().size());
    }
}
