package io.leat.streams.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.transport.RealPorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may read and write the folders of an application: {@code allow.os.group.write.access}. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class StateRightsTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"false, rwxr-x---", "true, rwxrwx---"})
    void shouldLetTheGroupInAsTheSettingSays(boolean groupWrites, String rights) throws Exception {
        Path states = folder.resolve("states");
        StateFolder state = new StateFolder(RealPorts.disk(states), "app", groupWrites);
        for (Path each : new Path[] {states, states.resolve("app")}) {
            assertEquals(
                    rights, PosixFilePermissions.toString(Files.getPosixFilePermissions(each)));
        }
        state.close();
    }
}
