package io.leat.log.server.shell;

import io.leat.log.cli.CommandFailure;
import io.leat.log.protocol.record.InvalidBatchException;
import io.leat.log.protocol.record.RecordBatch;
import io.leat.log.protocol.record.RecordCursor;
import io.leat.log.quorum.image.MetadataCodec;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the metadata of a node from its files: one snapshot, one file of the log, or a folder with
 * both. It reads only, so that it works beside a node that runs, and where none does; what such a
 * node has written and not yet committed is taken for committed. Used by one thread.
 */
final class MetadataFiles {

    private static final String SNAPSHOT = ".checkpoint";
    private static final String LOG = ".log";

    private MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    private long offset;

    private MetadataFiles() {}

    /** What {@code path} says of the cluster. */
    static MetadataImage read(Path path) {
        MetadataFiles files = new MetadataFiles();
        try {
            for (Path file : Files.isDirectory(path) ? parts(path) : List.of(path)) {
                files.add(file);
            }
        } catch (IOException e) {
            throw new CommandFailure("cannot read " + path + ": " + e.getMessage(), e);
        }
        return files.delta.image(files.offset);
    }

    /** The newest snapshot, and the log from its first file on. */
    private static List<Path> parts(Path folder) throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> files =
                    found.sorted(Comparator.comparing(file -> file.getFileName().toString()))
                            .toList();
            List<Path> parts = new ArrayList<>();
            files.stream()
                    .filter(file -> file.toString().endsWith(SNAPSHOT))
                    .reduce((older, newer) -> newer)
                    .ifPresent(parts::add);
            files.stream().filter(file -> file.toString().endsWith(LOG)).forEach(parts::add);
            if (parts.isEmpty()) {
                throw new CommandFailure(
                        folder
                                + " has neither snapshots nor a log of metadata: give the folder"
                                + " __cluster_metadata-0 of a node, or a file in it.");
            }
            return parts;
        }
    }

    private void add(Path file) throws IOException {
        boolean snapshot = file.toString().endsWith(SNAPSHOT);
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        while (bytes.remaining() >= RecordBatch.RECORDS_AT) {
            int size =
                    bytes.getInt(bytes.position() + RecordBatch.LENGTH_AT)
                            + RecordBatch.LOG_OVERHEAD;
            if (size < RecordBatch.RECORDS_AT || size > bytes.remaining()) {
                return; // what a crash left, or room that is not used yet
            }
            RecordBatch batch = RecordBatch.at(bytes.slice(bytes.position(), size));
            add(file, batch, snapshot);
            bytes.position(bytes.position() + size);
        }
        if (snapshot) {
            offset = endOf(file);
        }
    }

    /** A snapshot is named by the end of what it stands for. */
    private static long endOf(Path snapshot) {
        String name = snapshot.getFileName().toString();
        try {
            return Long.parseLong(name.substring(0, name.indexOf('-')));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new CommandFailure(
                    "the name of a snapshot is its offset and epoch, as"
                            + " 00000000000000000042-0000000001.checkpoint: "
                            + name,
                    e);
        }
    }

    private void add(Path file, RecordBatch batch, boolean snapshot) {
        try {
            batch.checkValid();
        } catch (InvalidBatchException e) {
            throw new CommandFailure(
                    file + " is damaged at offset " + batch.baseOffset() + ": " + e.getMessage(),
                    e);
        }
        if (!snapshot && batch.baseOffset() < offset) {
            return; // the snapshot has it
        }
        if (!batch.isControl()) {
            try (RecordCursor records = RecordCursor.open(batch)) {
                while (records.next()) {
                    byte[] value = records.valueBytes();
                    if (value != null) {
                        delta.apply(MetadataCodec.decode(ByteBuffer.wrap(value)));
                    }
                }
            }
        }
        if (!snapshot) {
            offset = batch.nextOffset();
            // A batch is whole or not there: topics and their partitions are joined at its end.
            delta = new MetadataDelta(delta.image(offset));
        }
    }
}
