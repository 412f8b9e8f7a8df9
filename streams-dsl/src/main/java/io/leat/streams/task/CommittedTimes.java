package io.leat.streams.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The times that are committed as metadata of an input offset: that of the partition and those of
 * the task's operators. So they are exactly as old as the offset, whoever goes on from there.
 * Immutable.
 *
 * <p>The format is Kafka's: base64 of a version (1 byte, 2), the partition's time (8 bytes), a
 * count (4 bytes) and for each operator its name (a length of 4 bytes before it) and time (8
 * bytes).
 */
record CommittedTimes(long partitionTime, Map<String, Long> operators) {

    private static final Logger LOG = LoggerFactory.getLogger(CommittedTimes.class);
    private static final byte VERSION_1 = 1;
    private static final byte VERSION_2 = 2;

    /** Servers refuse metadata of more than 4096 characters, unless they are told otherwise. */
    private static final int MAX_BYTES = 4096 / 4 * 3 - 16;

    static final CommittedTimes NONE = new CommittedTimes(-1, Map.of());

    String encode() {
        ByteBuffer out = ByteBuffer.allocate(MAX_BYTES + 16);
        out.put(VERSION_2).putLong(partitionTime);
        int count = 0;
        if (!operators.isEmpty()) {
            int at = out.position();
            out.putInt(0);
            for (Map.Entry<String, Long> operator : operators.entrySet()) {
                byte[] name = operator.getKey().getBytes(StandardCharsets.UTF_8);
                if (out.position() + name.length + Integer.BYTES + Long.BYTES > MAX_BYTES) {
                    LOG.atWarn()
                            .addKeyValue("operator", operator.getKey())
                            .log("too many operators: the times of some begin anew at a restart");
                    break;
                }
                out.putInt(name.length).put(name).putLong(operator.getValue());
                count++;
            }
            out.putInt(at, count);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** What {@code metadata} says; nothing when it is in no known format. */
    static CommittedTimes decode(String metadata) {
        if (metadata == null || metadata.isEmpty()) {
            return NONE;
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(metadata));
            byte version = in.get();
            if (version != VERSION_1 && version != VERSION_2) {
                return NONE;
            }
            long partitionTime = in.getLong();
            Map<String, Long> operators = new TreeMap<>();
            if (version == VERSION_2 && in.hasRemaining()) {
                for (int left = in.getInt(); left > 0; left--) {
                    byte[] name = new byte[in.getInt()];
                    in.get(name);
                    operators.put(new String(name, StandardCharsets.UTF_8), in.getLong());
                }
            }
            return new CommittedTimes(partitionTime, operators);
        } catch (IllegalArgumentException
                | java.nio.BufferUnderflowException
                | NegativeArraySizeException e) {
            LOG.atWarn().setCause(e).log("the metadata of a committed offset is not understood");
            return NONE;
        }
    }
}
