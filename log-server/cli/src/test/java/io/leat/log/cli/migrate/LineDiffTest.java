package io.leat.log.cli.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void shouldShowThreeLinesAroundAChange() {
        assertEquals(
                List.of(
                        "--- f",
                        "+++ f",
                        "@@ -2,7 +2,7 @@",
                        " 2",
                        " 3",
                        " 4",
                        "-5",
                        "+five",
                        " 6",
                        " 7",
                        " 8"),
                LineDiff.of("f", "1\n2\n3\n4\n5\n6\n7\n8\n9", "1\n2\n3\n4\nfive\n6\n7\n8\n9"));
    }

    @Test
    void shouldJoinChangesThatAreNearAndPartThoseThatAreNot() {
        String before = "a\nb\nc\n1\n2\n3\n4\n5\n6\n7\nd\n";
        assertEquals(
                List.of(
                        "--- f",
                        "+++ f",
                        "@@ -1,5 +1,5 @@",
                        "-a",
                        "-b",
                        "+A",
                        "+B",
                        " c",
                        " 1",
                        " 2",
                        "@@ -8,4 +8,4 @@",
                        " 5",
                        " 6",
                        " 7",
                        "-d",
                        "+D"),
                LineDiff.of("f", before, "A\nB\nc\n1\n2\n3\n4\n5\n6\n7\nD\n"));
        assertEquals(3, LineDiff.count(before, "A\nB\nc\n1\n2\n3\n4\n5\n6\n7\nD\n"));
    }
}
