package io.leat.clients.admin;

import java.util.Map;
import java.util.Properties;

/** The older name of {@link Admin}, kept for programs that use it. */
public abstract class AdminClient implements Admin {

    /** A client with these settings. */
    public static AdminClient create(Properties props) {
        return LeatAdminClient.open(new AdminClientConfig(props));
    }

    /** A client with these settings. */
    public static AdminClient create(Map<String, Object> conf) {
        return LeatAdminClient.open(new AdminClientConfig(conf));
    }
}
