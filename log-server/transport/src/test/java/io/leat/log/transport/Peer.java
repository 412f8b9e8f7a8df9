package io.leat.log.transport;

import io.leat.log.runtime.Connection;
import io.leat.log.runtime.ConnectionHandler;
import io.leat.log.runtime.Frame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A handler that keeps what it gets. */
class Peer implements ConnectionHandler {

    final Connection connection;
    final List<byte[]> frames = new CopyOnWriteArrayList<>();
    volatile boolean closed;
    volatile boolean writableAgain;
    volatile @Nullable Throwable cause;

    Peer(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void onFrame(Frame frame) {
        ByteBuffer bytes = frame.bytes().duplicate();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        frame.release();
        frames.add(copy);
    }

    @Override
    public void onClosed(@Nullable Throwable why) {
        cause = why;
        closed = true;
    }

    @Override
    public void onWritable() {
        writableAgain = true;
    }
}
