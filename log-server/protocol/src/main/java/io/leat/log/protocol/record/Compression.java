package io.leat.log.protocol.record;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.leat.log.protocol.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;

/** How the records of a batch are compressed, with the number that the batch attributes carry. */
public enum Compression {
    NONE(0),
    GZIP(1),
    SNAPPY(2),
    LZ4(3),
    ZSTD(4);

    /** The level that means "whatever the codec takes by default". */
    public static final int DEFAULT_LEVEL = Integer.MIN_VALUE;

    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int ZSTD_DEFAULT_LEVEL = 3;
    private static final int LZ4_DEFAULT_LEVEL = 9;

    private final int id;
    private final String label;

    Compression(int id) {
        this.id = id;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /** The number in bits 0 to 2 of the batch attributes. */
    public int id() {
        return id;
    }

    /** The name used in settings: {@code none}, {@code gzip}, {@code snappy}, {@code lz4}... */
    public String label() {
        return label;
    }

    /** The codec numbered {@code id}; an {@link InvalidBatchException} (76) when there is none. */
    public static Compression forId(int id) {
        return switch (id) {
            case 0 -> NONE;
            case 1 -> GZIP;
            case 2 -> SNAPPY;
            case 3 -> LZ4;
            case 4 -> ZSTD;
            default ->
                    throw new InvalidBatchException(
                            ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
                            "compression codec " + id + " is not known");
        };
    }

    /** The codec of this name; {@link IllegalArgumentException} when there is none. */
    public static Compression forName(String name) {
        for (Compression compression : values()) {
            if (compression.label.equals(name)) {
                return compression;
            }
        }
        throw new IllegalArgumentException(
                "'" + name + "' is not one of none, gzip, snappy, lz4, zstd");
    }

    /** A stream that writes compressed bytes to {@code out}. Closing it closes {@code out}. */
    public OutputStream compress(OutputStream out, int level) throws IOException {
        return switch (this) {
            case NONE -> out;
            case GZIP -> new LeveledGzip(out, level);
            case SNAPPY -> new XerialOutput(out);
            case LZ4 -> lz4(out, level);
            case ZSTD ->
                    new ZstdOutputStreamNoFinalizer(
                            out, level == DEFAULT_LEVEL ? ZSTD_DEFAULT_LEVEL : level);
        };
    }

    /**
     * A stream that yields the bytes compressed in {@code in}. It allocates in proportion to what
     * it has read, whatever sizes the input declares; the caller bounds what it takes out.
     */
    public InputStream decompress(InputStream in) throws IOException {
        return switch (this) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
            case SNAPPY -> new XerialInput(in);
            case LZ4 ->
                    new LZ4FrameInputStream(
                            in,
                            LZ4Factory.fastestInstance().safeDecompressor(),
                            XXHashFactory.fastestInstance().hash32(),
                            true);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in);
        };
    }

    private static OutputStream lz4(OutputStream out, int level) throws IOException {
        LZ4Factory factory = LZ4Factory.fastestInstance();
        boolean fast = level == DEFAULT_LEVEL || level == LZ4_DEFAULT_LEVEL;
        return new LZ4FrameOutputStream(
                out,
                BLOCKSIZE.SIZE_64KB,
                -1L,
                fast ? factory.fastCompressor() : factory.highCompressor(level),
                XXHashFactory.fastestInstance().hash32(),
                FLG.Bits.BLOCK_INDEPENDENCE);
    }

    /** The JDK's stream with a choice of level. */
    private static final class LeveledGzip extends GZIPOutputStream {

        LeveledGzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(level == DEFAULT_LEVEL ? Deflater.DEFAULT_COMPRESSION : level);
        }
    }
}
