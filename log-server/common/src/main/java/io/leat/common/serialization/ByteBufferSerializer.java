package io.leat.common.serialization;

import java.nio.ByteBuffer;

/**
 * The bytes of a buffer from its start to what was written last: if the position is not 0 the
 * buffer is taken as just filled and flipped; null stays null.
 */
public class ByteBufferSerializer implements Serializer<ByteBuffer> {

    @Override
    public byte[] serialize(String topic, ByteBuffer data) {
        if (data == null) {
            return null;
        }
        ByteBuffer view = data.duplicate();
        if (view.position() > 0) {
            view.flip();
        }
        if (view.hasArray() && view.arrayOffset() == 0 && view.array().length == view.limit()) {
            return view.array();
        }
        byte[] bytes = new byte[view.remaining()];
        view.get(bytes);
        return bytes;
    }
}
