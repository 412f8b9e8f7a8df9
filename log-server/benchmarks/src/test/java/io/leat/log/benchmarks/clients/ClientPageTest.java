package io.leat.log.benchmarks.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of clients stands in two places: what a run wrote, and what the README shows. */
final class ClientPageTest {

    @Test
    void shouldShowInTheReadmeWhatTheLastRunWrote() throws Exception {
        Path root = Path.of(System.getProperty("leat.root"));
        String table =
                ClientPage.table(Files.readString(root.resolve("log-server/docs/clients.md")));
        assertTrue(table.startsWith("| client | ") && table.endsWith("|\n"), table);
        String readme = Files.readString(root.resolve("README.md"));
        assertTrue(readme.contains("\n" + table + "\n"), "the README's table is another one");
        assertEquals(readme, ClientPage.withTable(readme, table));
    }
}
