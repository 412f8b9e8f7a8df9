package io.leat.log.cli.kafka;

import io.leat.clients.admin.Admin;
import io.leat.common.acl.AccessControlEntry;
import io.leat.common.acl.AccessControlEntryFilter;
import io.leat.common.acl.AclBinding;
import io.leat.common.acl.AclBindingFilter;
import io.leat.common.resource.ResourcePattern;
import io.leat.common.resource.ResourcePatternFilter;
import io.leat.log.cli.AdminOptions;
import io.leat.log.cli.CommandFailure;
import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kafka-acls.sh}, and {@code leat acls}: who may do what. */
@Command(
        name = "kafka-acls",
        hidden = true,
        aliases = "acls",
        description = "Add, remove or list access control entries: who may do what.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class KafkaAcls implements Callable<Integer> {

    /** One of these is asked for. */
    static final class Action {
        @Option(names = "--add", description = "Add entries.")
        boolean add;

        @Option(names = "--remove", description = "Remove entries.")
        boolean remove;

        @Option(names = "--list", description = "List entries.")
        boolean list;
    }

    @Spec CommandSpec spec;
    @Mixin AdminOptions admin;
    @Mixin AclSelection selection;

    @ArgGroup(multiplicity = "1")
    Action action;

    @Option(
            names = "--principal",
            paramLabel = "USER",
            description = "With --list: only entries of this user.")
    List<String> principals = new ArrayList<>();

    @Option(names = "--force", description = "With --remove: does not ask.")
    boolean force;

    @Override
    public Integer call() throws Exception {
        try (Admin client = admin.admin()) {
            if (action.add) {
                add(client);
            } else if (action.remove) {
                remove(client);
            } else {
                list(client);
            }
        }
        out().flush();
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String lines(Collection<AccessControlEntry> entries) {
        return entries.stream().map(each -> "\t" + each).collect(Collectors.joining("\n"));
    }

    private void add(Admin client) throws Exception {
        if (!selection.patternType.isSpecific()) {
            throw new CommandFailure(
                    "A '--resource-pattern-type' value of '"
                            + selection.patternType
                            + "' is not valid when adding acls.");
        }
        Map<ResourcePatternFilter, Set<AccessControlEntry>> wanted = selection.entries();
        if (wanted.values().stream().anyMatch(Set::isEmpty)) {
            throw new CommandFailure(
                    "You must specify one of: --allow-principal, --deny-principal when trying to"
                            + " add ACLs.");
        }
        for (Map.Entry<ResourcePatternFilter, Set<AccessControlEntry>> each : wanted.entrySet()) {
            add(client, each.getKey(), each.getValue());
        }
    }

    private void add(Admin client, ResourcePatternFilter filter, Set<AccessControlEntry> wanted)
            throws Exception {
        ResourcePattern resource =
                new ResourcePattern(
                        filter.resourceType(), String.valueOf(filter.name()), filter.patternType());
        Set<AclBinding> present = Set.copyOf(find(client, filter));
        List<AclBinding> missing = new ArrayList<>();
        for (AccessControlEntry entry : wanted) {
            AclBinding binding = new AclBinding(resource, entry);
            if (present.contains(binding)) {
                out().println("Acl " + binding + " already exists.");
            } else {
                missing.add(binding);
            }
        }
        if (!missing.isEmpty()) {
            out().println(
                            "Adding ACLs for resource `"
                                    + resource
                                    + "`: \n "
                                    + lines(missing.stream().map(AclBinding::entry).toList())
                                    + "\n");
            client.createAcls(missing).all().get();
        }
    }

    private static Collection<AclBinding> find(Admin client, ResourcePatternFilter filter)
            throws Exception {
        return client.describeAcls(new AclBindingFilter(filter, AccessControlEntryFilter.ANY))
                .values()
                .get();
    }

    private void remove(Admin client) throws Exception {
        for (Map.Entry<ResourcePatternFilter, Set<AccessControlEntry>> each :
                selection.entries().entrySet()) {
            ResourcePatternFilter filter = each.getKey();
            Set<AccessControlEntry> entries = each.getValue();
            String question =
                    entries.isEmpty()
                            ? "Are you sure you want to delete all ACLs for resource filter `"
                            : "Are you sure you want to remove ACLs: \n "
                                    + lines(entries)
                                    + "\n from resource filter `";
            if (!confirmed(question + filter + "`? (y/n)")) {
                continue;
            }
            List<AclBindingFilter> filters =
                    entries.isEmpty()
                            ? List.of(new AclBindingFilter(filter, AccessControlEntryFilter.ANY))
                            : entries.stream()
                                    .map(entry -> new AclBindingFilter(filter, entry.toFilter()))
                                    .toList();
            client.deleteAcls(filters).all().get();
        }
    }

    private boolean confirmed(String question) {
        if (force) {
            return true;
        }
        Console console = System.console();
        if (console == null) {
            throw new CommandFailure(
                    "There is nobody to ask whether to remove them: say --force if you mean it.");
        }
        out().println(question);
        out().flush();
        String answer = console.readLine();
        return answer != null && answer.equalsIgnoreCase("y");
    }

    private void list(Admin client) throws Exception {
        Set<ResourcePatternFilter> resources = selection.resources();
        Map<ResourcePattern, List<AccessControlEntry>> found =
                new TreeMap<>(java.util.Comparator.comparing(ResourcePattern::toString));
        for (ResourcePatternFilter each :
                resources.isEmpty() ? Set.of(ResourcePatternFilter.ANY) : resources) {
            for (AclBinding binding : find(client, each)) {
                List<AccessControlEntry> entries =
                        found.computeIfAbsent(binding.pattern(), of -> new ArrayList<>());
                if (!entries.contains(binding.entry())) {
                    entries.add(binding.entry());
                }
            }
        }
        if (principals.isEmpty()) {
            found.forEach(this::print);
            return;
        }
        for (String principal : principals) {
            out().println("ACLs for principal `" + principal + "`");
            found.forEach(
                    (resource, entries) -> {
                        List<AccessControlEntry> own =
                                entries.stream()
                                        .filter(each -> each.principal().equals(principal.trim()))
                                        .toList();
                        if (!own.isEmpty()) {
                            print(resource, own);
                        }
                    });
        }
    }

    private void print(ResourcePattern resource, List<AccessControlEntry> entries) {
        out().println("Current ACLs for resource `" + resource + "`:\n" + lines(entries) + "\n");
    }
}
