package io.leat.connect.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.common.config.ConfigException;
import io.leat.connect.errors.ConnectException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStreamSourceTaskTest {

    @TempDir Path folder;

    private Path log;
    private TaskRun run;

    @BeforeEach
    void start() {
        log = folder.resolve("app.log");
        run = new TaskRun(log);
    }

    @AfterEach
    void stop() {
        run.stop();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void shouldReadOnAsTheFileGrows() throws Exception {
        append(log, "one\ntwo\n");
        assertEquals(List.of("one", "two"), run.lines());
        append(log, "three\n");
        assertEquals(List.of("three"), run.lines());
        assertEquals(List.of(), run.lines());
    }

    @Test
    void shouldWaitForAFileThatIsNotThereYet() throws Exception {
        assertEquals(List.of(), run.lines());
        append(log, "one\n");
        assertEquals(List.of("one"), run.lines());
    }

    @Test
    void shouldLeaveAnUnfinishedLastLineUntilItIsFinished() throws Exception {
        append(log, "one\ntw");
        assertEquals(List.of("one"), run.lines());
        append(log, "o and a hal");
        assertEquals(List.of(), run.lines());
        run.restart();
        append(log, "f\n");
        assertEquals(List.of("two and a half"), run.lines());
    }

    @Test
    void shouldCountAnUnfinishedLastLineWhenTheFileIsComplete() throws Exception {
        run.set(FileStreamSourceConnector.UNTERMINATED_CONFIG, "true").restart();
        append(log, "one\ntwo");
        assertEquals(List.of("one", "two"), run.lines());
        run.restart();
        assertEquals(List.of(), run.lines());
    }

    @Test
    void shouldKeepEmptyLinesAndTakeOffCarriageReturns() throws Exception {
        append(log, "\none\r\n\r\n\n two \r\r\n");
        assertEquals(List.of("", "one", "", "", " two \r"), run.lines());
    }

    @Test
    void shouldKeepCharactersWholeAcrossReadsAndWrites() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("ä€𝄞".repeat(i % 5)).append(i).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Random random = new Random(1);
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(90_000));
            Files.write(
                    log,
                    java.util.Arrays.copyOfRange(bytes, at, end),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            lines.addAll(run.lines());
            at = end;
        }
        assertEquals(text.toString().lines().toList(), lines);
    }

    @Test
    void shouldGoOnWhereTheCommittedOffsetSaysAfterARestart() throws Exception {
        run.set(FileStreamSourceConnector.TASK_BATCH_SIZE_CONFIG, "3").restart();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            append(log, "line " + i + "\n");
            expected.add("line " + i);
        }
        List<String> lines = new ArrayList<>();
        while (lines.size() < 10) {
            lines.addAll(run.batch());
            run.pollWithoutCommit();
            run.restart();
        }
        assertEquals(expected, lines);
    }

    @Test
    void shouldStartOverWhenTheFileWasCut() throws Exception {
        append(log, "one\ntwo\n");
        assertEquals(List.of("one", "two"), run.lines());
        Files.writeString(log, "new\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(List.of("new"), run.lines());
    }

    @Test
    void shouldStartOverWhenTheFileWasCutAndIsLongerAgain() throws Exception {
        append(log, "one\ntwo\n");
        assertEquals(List.of("one", "two"), run.lines());
        Files.writeString(log, "three\nfour\nfive\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(List.of("three", "four", "five"), run.lines());
        run.stop();
        Files.writeString(log, "six\nseven\neight\nnine\n", StandardOpenOption.TRUNCATE_EXISTING);
        run.restart();
        assertEquals(List.of("six", "seven", "eight", "nine"), run.lines());
    }

    @Test
    void shouldReadAFileThatWasCutAndWrittenAnewToTheSizeThatItHad() throws Exception {
        append(log, "one\ntwo\n");
        assertEquals(List.of("one", "two"), run.lines());
        Files.writeString(log, "six\nten\n"); // cuts, then writes
        Files.setLastModifiedTime(log, FileTime.fromMillis(1));
        assertEquals(List.of("six", "ten"), run.lines());
        assertEquals(List.of(), run.lines());
    }

    /** What {@code logrotate} does with its option copytruncate, again and again. */
    @Test
    void shouldLoseNothingThatWasReadableWhenLogsAreCopiedAndCut() throws Exception {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = collecting(warnings);
        Logger logger = Logger.getLogger(TailedFile.class.getName());
        logger.addHandler(handler);
        try {
            Random random = new Random(7);
            List<String> expected = new ArrayList<>();
            List<String> lines = new ArrayList<>();
            int cuts = 0;
            for (int i = 0; i < 300; i++) {
                append(log, "line " + i + "\n");
                expected.add("line " + i);
                if (random.nextInt(3) == 0) {
                    lines.addAll(run.lines());
                    if (random.nextInt(3) == 0) {
                        Files.copy(log, folder.resolve("old"), StandardCopyOption.REPLACE_EXISTING);
                        Files.writeString(log, "");
                        cuts++;
                    }
                }
                if (random.nextInt(20) == 0) {
                    run.restart();
                }
            }
            lines.addAll(run.lines());
            assertEquals(expected, lines);
            assertTrue(cuts > 20 && warnings.size() > 10, cuts + " cuts: " + warnings);
            assertTrue(warnings.get(0).contains("file was cut or written anew"), warnings.get(0));
            assertTrue(warnings.get(0).contains("app.log"), warnings.get(0));
        } finally {
            logger.removeHandler(handler);
        }
    }

    private static Handler collecting(List<String> messages) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                messages.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void shouldFinishARotatedFileThenReadTheOneThatTookItsName() throws Exception {
        append(log, "one\n");
        assertEquals(List.of("one"), run.lines());
        append(log, "two\nthree without end");
        Files.move(log, folder.resolve("app.log.1"));
        append(log, "four\n");
        assertEquals(List.of("two", "three without end", "four"), run.lines());
        run.restart();
        append(log, "five\n");
        assertEquals(List.of("five"), run.lines());
    }

    @Test
    void shouldNoticeARotationDuringADowntime() throws Exception {
        append(log, "one\ntwo\n");
        assertEquals(List.of("one", "two"), run.lines());
        run.stop();
        Files.move(log, folder.resolve("app.log.1"));
        append(log, "three\nfour, longer than before\n");
        run.restart();
        assertEquals(List.of("three", "four, longer than before"), run.lines());
    }

    @Test
    void shouldReadOnWhenAnEditorReplacedTheFileByALongerOne() throws Exception {
        append(log, "one\ntwo");
        assertEquals(List.of("one"), run.lines());
        Path draft = folder.resolve("draft");
        append(draft, "one\ntwo\nthree\n");
        Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE);
        assertEquals(List.of("two", "three"), run.lines());
        append(draft, "one\ntwo\nthree\nfour\n");
        run.stop();
        Files.move(draft, log, StandardCopyOption.ATOMIC_MOVE);
        run.restart();
        assertEquals(List.of("four"), run.lines());
    }

    @Test
    void shouldReadFilesOfADirectoryByNameAndTakeInNewOnes() throws Exception {
        run.root(folder).restart();
        append(folder.resolve("b.txt"), "b1\n");
        append(folder.resolve("a.txt"), "a1\n");
        append(folder.resolve(".hidden"), "no\n");
        Files.createDirectory(folder.resolve("sub"));
        assertEquals(List.of("a1", "b1"), run.lines());
        append(folder.resolve("c.txt"), "c1\n");
        append(folder.resolve("a.txt"), "a2\n");
        assertEquals(List.of("a2", "c1"), run.lines());
        run.restart();
        assertEquals(List.of(), run.lines());
    }

    @Test
    void shouldFollowRenamesInADirectoryWhileItRunsAndWhileItDoesNot() throws Exception {
        run.root(folder).restart();
        append(log, "one\ntwo\n");
        assertEquals(List.of("one", "two"), run.lines());
        append(log, "three\n");
        Files.move(log, folder.resolve("app.log.1"));
        append(log, "four\n");
        assertEquals(List.of("four", "three"), run.lines());
        run.stop();
        Files.move(folder.resolve("app.log.1"), folder.resolve("app.log.2"));
        Files.move(log, folder.resolve("app.log.1"));
        append(log, "five\n");
        run.restart();
        assertEquals(List.of("five"), run.lines());
    }

    @Test
    void shouldReadAFileOfTwoNamesOnce() throws Exception {
        run.root(folder).restart();
        append(log, "one\n");
        Files.createSymbolicLink(folder.resolve("current"), log);
        Files.createLink(folder.resolve("zzz"), log);
        assertEquals(List.of("one"), run.lines());
    }

    @Test
    void shouldShareADirectoryAmongTasksWithoutGapOrOverlap() throws Exception {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            append(folder.resolve("f" + i), "line " + i + "\n");
            expected.add("line " + i);
        }
        FileStreamSourceConnector connector = new FileStreamSourceConnector();
        connector.start(Map.of("file", folder.toString(), "topic", "t"));
        List<String> lines = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (Map<String, String> config : connector.taskConfigs(3)) {
            TaskRun task = new TaskRun(config);
            List<String> its = task.lines();
            sizes.add(its.size());
            lines.addAll(its);
            task.stop();
        }
        assertEquals(3, sizes.size());
        assertTrue(Collections.min(sizes) > 5, "uneven: " + sizes);
        Collections.sort(lines);
        Collections.sort(expected);
        assertEquals(expected, lines);
    }

    @Test
    void shouldReadManyMoreFilesThanItKeepsOpen() throws Exception {
        run.root(folder).restart();
        Map<String, List<String>> expected = new HashMap<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 300; i++) {
                append(folder.resolve("f" + i), "r" + round + " f" + i + "\n");
            }
            List<String> lines = run.lines();
            Collections.sort(lines);
            expected.put("round " + round, lines);
            assertEquals(300, lines.size());
        }
        assertEquals("r2 f0", expected.get("round 2").get(0));
    }

    @Test
    void shouldSayWhichLineIsTooLong() throws Exception {
        run.set(FileStreamSourceConnector.MAX_LINE_BYTES_CONFIG, "100").restart();
        append(log, "short\n" + "x".repeat(101));
        ConnectException failure = assertThrows(ConnectException.class, run::lines);
        assertTrue(failure.getMessage().contains("byte 6 of " + log), failure.getMessage());
        assertTrue(failure.getMessage().contains("max.line.bytes"), failure.getMessage());
    }

    @Test
    void shouldSayWhichFileCannotBeRead() throws Exception {
        // A file that the kernel gives to nobody, not even to root.
        Path unreadable = Path.of("/proc/self/mem");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(unreadable));
        TailedFile file = new TailedFile("key", unreadable, TailedFile.Mark.START, 100);
        file.begin();
        assertThrows(IOException.class, () -> file.next(false));
        file.close();
    }

    @Test
    void shouldRefuseAPathWhoseFolderDoesNotExist() {
        Path wrong = folder.resolve("no-such-folder").resolve("app.log");
        ConfigException refused =
                assertThrows(
                        ConfigException.class,
                        () ->
                                new FileStreamSourceConnector()
                                        .start(Map.of("file", wrong.toString(), "topic", "t")));
        assertTrue(refused.getMessage().contains("no folder"), refused.getMessage());
    }
}
