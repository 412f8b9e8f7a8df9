package io.leat.log.server.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.log.protocol.message.ConfigRecord;
import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataDelta;
import io.leat.log.quorum.image.MetadataImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImageTreeTest {

    @Test
    void shouldNotShowWhatLetsOthersIn() throws Exception {
        MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
        String prefix = "listener.name.x.";
        for (String key :
                List.of(
                        "ssl.keystore.password",
                        "ssl.keystore.key",
                        "plain.sasl.jaas.config",
                        "ssl.keystore.type")) {
            delta.apply(new ConfigRecord(ConfigResource.BROKER, "1", prefix + key, "value"));
        }
        StringWriter out = new StringWriter();
        MetadataShell shell = new MetadataShell(ImageTree.of(delta.image(1)), new PrintWriter(out));
        shell.run(List.of("tree", "/image/configs/BROKER:1"));
        assertEquals(
                """
                /image/configs/BROKER:1:
                  listener.name.x.plain.sasl.jaas.config: [redacted]
                  listener.name.x.ssl.keystore.key: [redacted]
                  listener.name.x.ssl.keystore.password: [redacted]
                  listener.name.x.ssl.keystore.type: value
                """,
                out.toString());
    }
}
