package io.leat.log.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that the module graph cannot say, over the main classes of every built module. */
class ArchitectureTest {

    private static final Path FIXTURE =
            Path.of(System.getProperty("leat.root"), "log-server", "apache-kafka-fixture");

    private static final JavaClasses CLASSES = read();

    private static final String[] MAY_TOUCH_THE_WORLD = {
        "io.leat.log.transport..",
        "io.leat.log.server..",
        "io.leat.log.registry..",
        "io.leat.log.console..",
        "io.leat.log.cli..",
        "io.leat.cli..",
        "io.leat.log.benchmarks..",
        "io.leat.benchmarks..",
        "io.leat.log.protocol.codegen..",
        "io.leat.log.testkit..",
        "io.leat.log.runtime.sim..",
        "io.leat.examples..",
        "io.leat.connect.cli..",
        "io.leat.connect.file..",
        "io.leat.streams.state.rocksdb.."
    };

    private static JavaClasses read() {
        Path root = Path.of(System.getProperty("leat.root"));
        try (Stream<Path> paths = Files.find(root, 4, ArchitectureTest::isClassFolder)) {
            return new ClassFileImporter().importPaths(paths.sorted().toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isClassFolder(
            Path path, java.nio.file.attribute.BasicFileAttributes attributes) {
        // A module that only tests use is no part of the product.
        return attributes.isDirectory()
                && path.endsWith(Path.of("target", "classes"))
                && !path.startsWith(FIXTURE);
    }

    @Test
    void shouldSeeTheClassesOfTheProject() {
        assertTrue(CLASSES.contain("io.leat.log.runtime.Ports"));
        assertTrue(CLASSES.contain("io.leat.log.transport.RealPorts"));
    }

    @Test
    void shouldKeepLayersPointingDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("protocol")
                .definedBy("io.leat.log.protocol..")
                .layer("runtime")
                .definedBy("io.leat.log.runtime..")
                .layer("security")
                .definedBy("io.leat.log.security..")
                .layer("storage")
                .definedBy("io.leat.log.storage..")
                .layer("quorum")
                .definedBy("io.leat.log.quorum..")
                .layer("transport")
                .definedBy("io.leat.log.transport..")
                .layer("coordinator")
                .definedBy("io.leat.log.coordinator..")
                .layer("broker")
                .definedBy("io.leat.log.broker..")
                .layer("client")
                .definedBy("io.leat.clients..")
                .layer("state")
                .definedBy("io.leat.streams.state..")
                .layer("server")
                .definedBy("io.leat.log.server..")
                .whereLayer("runtime")
                .mayNotAccessAnyLayer()
                .whereLayer("protocol")
                .mayOnlyAccessLayers("runtime")
                .whereLayer("security")
                .mayOnlyAccessLayers("protocol", "runtime")
                .whereLayer("storage")
                .mayOnlyAccessLayers("protocol", "runtime")
                .whereLayer("quorum")
                .mayOnlyAccessLayers("protocol", "runtime", "storage")
                .whereLayer("transport")
                .mayOnlyAccessLayers("runtime")
                .whereLayer("coordinator")
                .mayOnlyAccessLayers("protocol", "runtime", "storage", "quorum")
                .whereLayer("broker")
                .mayOnlyAccessLayers(
                        "protocol", "runtime", "security", "storage", "quorum", "coordinator")
                .whereLayer("client")
                .mayOnlyAccessLayers("protocol", "runtime", "security", "transport")
                .whereLayer("server")
                .mayNotBeAccessedByAnyLayer()
                .check(CLASSES);
    }

    @Test
    void shouldImportVertxAndNettyOnlyAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.leat.log.transport..",
                        "io.leat.log.server..",
                        "io.leat.log.registry..",
                        "io.leat.log.console..",
                        "io.leat.connect.worker.rest..",
                        "io.leat.streams.http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(CLASSES);
    }

    @Test
    void shouldTakeTimeFromTheClockPort() {
        forbid("System.nanoTime/currentTimeMillis, Instant.now", ArchitectureTest::readsAClock);
    }

    @Test
    void shouldTakeRandomnessFromTheEntropyPort() {
        forbid("Random, UUID.randomUUID, Math.random", ArchitectureTest::drawsRandomness);
    }

    @Test
    void shouldTakeThreadsFromThePorts() {
        forbid("threads, executors, *Async", ArchitectureTest::startsThreads);
    }

    @Test
    void shouldReachFilesThroughTheDiskPort() {
        forbid("Files, FileChannel, java.io files", ArchitectureTest::touchesFiles);
    }

    @Test
    void shouldNotWriteToStandardOutputBelowTheCommandLine() {
        core().should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheMessagesOfTheWireOutOfPublicClientApis() {
        noClasses()
                .that()
                .resideInAnyPackage("io.leat.common..", "io.leat.streams..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.leat.log.protocol.message.."))
                .check(CLASSES);
    }

    @Test
    void shouldNotUseJavaSerializationOrNaming() {
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("javax.naming..")
                                .or(
                                        DescribedPredicate.describe(
                                                "object streams",
                                                type ->
                                                        type.getName()
                                                                .startsWith("java.io.Object"))))
                .check(CLASSES);
    }

    /**
     * Without {@code Uuid} and {@code Printed}, whose public factories have nobody to take a port
     * from: {@code randomUuid()}, {@code toSysOut()}, {@code toFile(path)}.
     */
    private static GivenClassesConjunction core() {
        return noClasses()
                .that()
                .resideOutsideOfPackages(MAY_TOUCH_THE_WORLD)
                .and()
                .doNotHaveFullyQualifiedName("io.leat.common.Uuid")
                .and()
                .doNotHaveFullyQualifiedName("io.leat.streams.kstream.Printed");
    }

    private static void forbid(String what, java.util.function.Predicate<JavaCall<?>> forbidden) {
        core().should()
                .callCodeUnitWhere(DescribedPredicate.describe(what, call -> forbidden.test(call)))
                .because("it comes through the ports, so that it can be simulated")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static boolean readsAClock(JavaCall<?> call) {
        String owner = owner(call);
        return (owner.equals("java.lang.System")
                        && Set.of("nanoTime", "currentTimeMillis").contains(call.getName()))
                || (owner.startsWith("java.time.") && call.getName().equals("now"));
    }

    private static boolean drawsRandomness(JavaCall<?> call) {
        return Set.of(
                                "java.util.Random",
                                "java.util.SplittableRandom",
                                "java.util.concurrent.ThreadLocalRandom",
                                "java.security.SecureRandom")
                        .contains(owner(call))
                || call.getName().equals("randomUUID")
                || (owner(call).equals("java.lang.Math") && call.getName().equals("random"));
    }

    private static boolean startsThreads(JavaCall<?> call) {
        String owner = owner(call);
        return (owner.equals("java.lang.Thread")
                        && List.of("<init>", "sleep", "start").contains(call.getName()))
                || owner.equals("java.util.concurrent.Executors")
                || owner.equals("java.util.concurrent.ThreadPoolExecutor")
                || owner.equals("java.util.Timer")
                || (owner.equals("java.util.concurrent.CompletableFuture")
                        && call.getName().endsWith("Async"));
    }

    private static boolean touchesFiles(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        return Set.of(
                        "java.nio.file.Files",
                        "java.nio.channels.FileChannel",
                        "java.io.RandomAccessFile",
                        "java.io.FileInputStream",
                        "java.io.FileOutputStream",
                        "java.io.FileReader",
                        "java.io.FileWriter")
                .contains(owner.getName());
    }

    private static String owner(JavaCall<?> call) {
        return call.getTargetOwner().getName();
    }
}
