package io.leat.clients.network;

import io.leat.common.config.AbstractConfig;
import io.leat.common.config.ConfigException;
import io.leat.common.config.types.Password;
import io.leat.log.security.ClientSecurity;
import io.leat.log.security.SecurityProtocol;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code security.protocol}, {@code ssl.*} and {@code sasl.*} of a client. Stateless. */
final class SecuritySettings {

    private static final String PROTOCOL = "security.protocol";
    private static final String MECHANISM = "sasl.mechanism";

    private SecuritySettings() {}

    static ClientSecurity of(AbstractConfig config) {
        SecurityProtocol protocol;
        try {
            protocol = SecurityProtocol.of(config.getString(PROTOCOL));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(PROTOCOL, config.getString(PROTOCOL), e.getMessage());
        }
        Map<String, ?> values = config.values();
        try {
            return ClientSecurity.of(
                    protocol, config.getString(MECHANISM), key -> text(values.get(key)));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value instanceof Password password) {
            return password.value();
        }
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return value == null ? null : value.toString();
    }
}
