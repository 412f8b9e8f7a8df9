package io.leat.log.server;

import io.leat.log.broker.config.BrokerConfig;
import io.leat.log.broker.node.DirectoryIdentity;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the directories of a node say. Immutable.
 *
 * @param found directories that are there
 * @param identities of those that are formatted
 * @param problems why some cannot be used
 */
record StorageInfo(
        List<Path> found, Map<Path, DirectoryIdentity> identities, List<String> problems) {

    /** Of the directories that {@code settings} name. */
    static StorageInfo of(Map<String, String> settings) {
        List<Path> directories = FolderSettings.all(BrokerConfig.of(settings));
        List<Path> found = directories.stream().filter(Files::isDirectory).toList();
        List<String> problems = new ArrayList<>();
        for (Path directory : directories) {
            if (!found.contains(directory)) {
                problems.add(
                        directory
                                + (Files.exists(directory)
                                        ? " is not a directory"
                                        : " does not exist"));
            }
        }
        Map<Path, DirectoryIdentity> identities = new LinkedHashMap<>();
        for (Path directory : found) {
            DirectoryIdentity identity = DirectoryIdentity.read(FolderSettings.open(directory));
            if (identity == null) {
                problems.add(directory + " is not formatted.");
            } else {
                identities.put(directory, identity);
            }
        }
        return new StorageInfo(found, identities, problems);
    }

    /** For people, in the lines of Kafka's tool. */
    void print(PrintWriter out) {
        if (!found.isEmpty()) {
            out.println(found.size() == 1 ? "Found log directory:" : "Found log directories:");
            found.forEach(directory -> out.println("  " + directory));
            out.println();
        }
        for (DirectoryIdentity identity : identities.values()) {
            out.println("Found metadata: " + identity.toProperties());
            out.println();
        }
        if (!problems.isEmpty()) {
            out.println(problems.size() == 1 ? "Found problem:" : "Found problems:");
            problems.forEach(problem -> out.println("  " + problem));
            out.println();
        }
        out.flush();
    }

    /** For programs. */
    Map<String, Object> document() {
        List<Object> directories = new ArrayList<>();
        for (Path directory : found) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("directory", directory.toString());
            DirectoryIdentity identity = identities.get(directory);
            object.put("formatted", identity != null);
            if (identity != null) {
                object.putAll(document(identity));
            }
            directories.add(object);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("directories", directories);
        document.put("problems", problems);
        return document;
    }

    static Map<String, Object> document(DirectoryIdentity identity) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("clusterId", identity.clusterId());
        object.put("nodeId", identity.nodeId());
        object.put("directoryId", identity.directoryId().toString());
        return object;
    }
}
