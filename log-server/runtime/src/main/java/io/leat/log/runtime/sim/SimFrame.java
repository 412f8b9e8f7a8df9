package io.leat.log.runtime.sim;

import io.leat.log.runtime.Check;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A received frame; its bytes are overwritten at the last release, so that misuse shows. */
final class SimFrame implements Frame {

    /** An offset into the array, so that {@code bytes().array()} is as wrong as it is for real. */
    private static final int SHIFT = 8;

    private final Life life;
    private final ByteBuffer bytes;
    private int references = 1;

    SimFrame(Life life, byte[] payload) {
        this.life = life;
        ByteBuffer whole = ByteBuffer.allocate(SHIFT + payload.length);
        whole.put(SHIFT, payload);
        this.bytes = whole.slice(SHIFT, payload.length);
        life.frameHeld(1);
    }

    @Override
    public ByteBuffer bytes() {
        Check.that(references > 0, "frame used after its last release");
        return bytes;
    }

    @Override
    public void retain() {
        Check.that(references > 0, "frame retained after its last release");
        references++;
    }

    @Override
    public void release() {
        Check.that(references > 0, "frame released once too often");
        if (--references == 0) {
            life.frameHeld(-1);
            Arrays.fill(bytes.array(), (byte) 0xdb);
        }
    }
}
