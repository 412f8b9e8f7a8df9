package io.leat.log.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TableTest {

    private static Table table() {
        Table table = new Table("GROUP", "CURRENT-OFFSET", "COORDINATOR (ID)", "#MEMBERS");
        table.row("g", 7L, null, 2);
        return table;
    }

    private static String printed(boolean colours) {
        StringWriter out = new StringWriter();
        table().print(new PrintWriter(out), colours);
        return out.toString();
    }

    @Test
    void shouldPrintADashWhereNothingIs() {
        assertEquals(
                "\n"
                        + "GROUP           CURRENT-OFFSET  COORDINATOR (ID) #MEMBERS\n"
                        + "g               7               -                2\n",
                printed(false));
    }

    @Test
    void shouldColourNothingButTheHeader() {
        String coloured =
                "\n\u001b[1mGROUP           CURRENT-OFFSET  COORDINATOR (ID) #MEMBERS\u001b[0m\n"
                        + "g               7               -                2\n";
        assertEquals(coloured, printed(true));
    }

    @Test
    void shouldNameMembersOfObjectsAsProgramsDo() {
        Map<String, ?> object = table().objects().get(0);
        assertEquals(
                List.of("group", "currentOffset", "coordinator", "members"),
                List.copyOf(object.keySet()));
        assertEquals(Arrays.asList("g", 7L, null, 2), new ArrayList<>(object.values()));
    }
}
