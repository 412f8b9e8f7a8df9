package io.leat.log.cli.kafka;

import io.leat.log.protocol.record.ControlType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What the control records of a log say, as Kafka prints them. Stateless. */
final class ControlText {

    private static final int TYPE_AT = 2;
    private static final int COORDINATOR_EPOCH_AT = 2;

    private ControlText() {}

    static String of(byte @Nullable [] key, byte @Nullable [] value) {
        if (key == null || key.length < TYPE_AT + Short.BYTES) {
            return " control record without a type";
        }
        int number = ByteBuffer.wrap(key).getShort(TYPE_AT);
        ControlType type = ControlType.of(ByteBuffer.wrap(key));
        if (type.endsTransaction()
                && value != null
                && value.length >= COORDINATOR_EPOCH_AT + Integer.BYTES) {
            return " endTxnMarker: "
                    + type
                    + " coordinatorEpoch: "
                    + ByteBuffer.wrap(value).getInt(COORDINATOR_EPOCH_AT);
        }
        return " controlType: " + type + "(" + number + ")";
    }
}
