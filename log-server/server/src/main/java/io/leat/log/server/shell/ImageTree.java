package io.leat.log.server.shell;

import io.leat.log.quorum.image.ConfigResource;
import io.leat.log.quorum.image.MetadataImage;
import io.leat.log.quorum.image.QuotaEntity;
import io.leat.log.quorum.image.TopicImage;
import io.leat.log.server.shell.TreeNode.Folder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tree of one image, with the names that Kafka's shell gives its folders. Stateless. */
final class ImageTree {

    private static final String METADATA_VERSION = "metadata.version";

    private static final Map<Byte, String> CONFIG_TYPES =
            Map.of(
                    ConfigResource.TOPIC, "TOPIC",
                    ConfigResource.BROKER, "BROKER",
                    ConfigResource.CLIENT_METRICS, "CLIENT_METRICS",
                    ConfigResource.GROUP, "GROUP");

    private static final Map<Byte, String> MECHANISMS =
            Map.of((byte) 1, "SCRAM-SHA-256", (byte) 2, "SCRAM-SHA-512");

    /** Settings whose values let others in. */
    private static final Pattern SECRET =
            Pattern.compile("password|secret|jaas\\.config$|keystore\\.key$|private");

    private ImageTree() {}

    static Folder of(MetadataImage image) {
        Folder root = new Folder();
        Folder top = root.folder("image");
        acls(image, top.folder("acls").folder("byId"));
        quotas(image, top.folder("clientQuotas"));
        Folder cluster = top.folder("cluster");
        Folder brokers = cluster.folder("brokers");
        image.brokers().forEach(each -> brokers.put(Integer.toString(each.id()), each));
        Folder controllers = cluster.folder("controllers");
        image.controllers().forEach(each -> controllers.put(Integer.toString(each.id()), each));
        configs(image, top.folder("configs"));
        features(image, top.folder("features"));
        top.folder("producerIds").put("nextProducerId", image.nextProducerId());
        top.put("provenance", "everything up to offset " + image.offset());
        scram(image, top.folder("scram"));
        topics(image, top.folder("topics"));
        return root;
    }

    private static void acls(MetadataImage image, Folder byId) {
        image.security().entries().forEach((id, entry) -> byId.put(id.toString(), entry));
    }

    private static void configs(MetadataImage image, Folder configs) {
        CONFIG_TYPES.forEach(
                (type, label) -> {
                    for (String name : image.configured(type)) {
                        Folder resource =
                                configs.folder(name.isEmpty() ? label : label + ":" + name);
                        image.configs(new ConfigResource(type, name))
                                .forEach((key, value) -> resource.put(key, shown(key, value)));
                    }
                });
    }

    private static String shown(String key, String value) {
        return SECRET.matcher(key).find() ? "[redacted]" : value;
    }

    private static void features(MetadataImage image, Folder features) {
        image.features()
                .forEach(
                        (name, level) ->
                                features.put(
                                        name.equals(METADATA_VERSION)
                                                ? "metadataVersion"
                                                : "finalized_" + name,
                                        level));
    }

    /** Who there is, by mechanism; what could let others in as them is not shown. */
    private static void scram(MetadataImage image, Folder scram) {
        Map<Byte, Folder> mechanisms = new HashMap<>();
        MECHANISMS.forEach((number, name) -> mechanisms.put(number, scram.folder(name)));
        image.security()
                .credentials()
                .forEach(
                        (user, credential) ->
                                mechanisms
                                        .computeIfAbsent(
                                                user.mechanism(),
                                                number -> scram.folder("mechanism " + number))
                                        .put(
                                                user.name(),
                                                "iterations="
                                                        + credential.iterations()
                                                        + ", salt and keys are not shown"));
    }

    private static void quotas(MetadataImage image, Folder quotas) {
        image.quotas()
                .all()
                .forEach(
                        (entity, values) -> {
                            Folder of = quotas.folder(name(entity));
                            values.forEach(of::put);
                        });
    }

    /** As {@code clientId(c)_user(u)}; brackets are empty for a default. */
    private static String name(QuotaEntity entity) {
        List<String> parts = new ArrayList<>();
        entity.names()
                .forEach(
                        (type, name) ->
                                parts.add(
                                        (type.equals(QuotaEntity.CLIENT_ID) ? "clientId" : type)
                                                + "("
                                                + escaped(name)
                                                + ")"));
        return String.join("_", parts);
    }

    private static String escaped(@Nullable String name) {
        return name == null
                ? ""
                : name.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)");
    }

    private static void topics(MetadataImage image, Folder topics) {
        Folder byId = topics.folder("byId");
        Folder byName = topics.folder("byName");
        for (TopicImage topic : image.topics()) {
            Folder folder = byName.folder(topic.name());
            byId.children().put(topic.id().toString(), folder);
            folder.put("id", topic.id());
            folder.put("name", topic.name());
            topic.partitions()
                    .forEach(each -> folder.put(Integer.toString(each.partition()), each));
        }
    }
}
