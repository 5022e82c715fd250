package org.neurotron;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.kernel.Kernel;

/**
 * Which package may use which, and what a library must not do. Without this the packages would grow together, the
 * library would need the vector module to be loaded (contract C6), or a step would end somebody else's process.
 */
@Tag("once")
class ArchitectureTest {

    private static final String ROOT = "org.neurotron";

    /**
     * For each package what it may use beside itself and the root, from the bottom up: it comes after everything that
     * it uses, so there are no cycles. A new package needs a line here.
     */
    private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("internal", Set.of());
        MAY_USE.put("kernel", Set.of("internal"));
        MAY_USE.put("kernel.simd", Set.of("internal", "kernel"));
        MAY_USE.put("random", Set.of("internal", "kernel"));
        MAY_USE.put("network", Set.of("internal", "kernel"));
        MAY_USE.put("oracle", Set.of("internal", "kernel", "random", "network"));
        MAY_USE.put("training", Set.of("internal", "kernel", "random", "network", "oracle"));
        MAY_USE.put("theory", Set.of("internal", "kernel", "random", "network", "oracle"));
        MAY_USE.put("data", Set.of("internal", "kernel", "random", "network", "oracle", "training"));
        MAY_USE.put("study", Set.of("internal", "kernel", "random", "network", "oracle", "training"));
    }

    /** The packages outside java.base and the library, and who may use them. */
    private static final Map<String, String> FOREIGN = Map.of(
        "jdk.incubator.vector", "kernel.simd",
        "org.apache.commons.rng", "random",
        "org.apache.commons.numbers", "theory",
        "org.ejml", "theory");

    private static JavaClasses library;

    @BeforeAll
    static void readTheLibrary() throws URISyntaxException {
        // The reader of classes has messages for a logging library that is not here, which says so unless told not to.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // Of the folder, and not by name: that would find the tests as well.
        Path folder = Path.of(Kernel.class.getResource("Kernel.class").toURI());
        for (int i = 0; i <= Kernel.class.getPackageName().chars().filter(c -> c == '.').count() + 1; i++) {
            folder = folder.getParent();
        }
        library = new ClassFileImporter().importPath(folder);
        assertTrue(library.contain(Kernel.class), "no classes in " + folder);
    }

    private static String full(String name) {
        return ROOT + "." + name;
    }

    private static JavaClass element(JavaClass type) {
        return type.getBaseComponentType();
    }

    /** Whether a class, or what an array is of, is in a package or below it. */
    private static boolean isIn(JavaClass type, String name) {
        return (element(type).getPackageName() + ".").startsWith(name + ".");
    }

    static Set<String> packages() {
        return MAY_USE.keySet();
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> found = library.stream().map(JavaClass::getPackageName).filter(name -> !name.equals(ROOT))
            .filter(name -> name.startsWith(ROOT)).map(name -> name.substring(ROOT.length() + 1))
            .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(packages()), found);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatIsBelowIt(String name) {
        Set<String> allowed = MAY_USE.get(name).stream().map(ArchitectureTest::full).collect(Collectors.toSet());
        allowed.add(full(name));
        allowed.add(ROOT);
        classes().that().resideInAPackage(full(name)).should().onlyDependOnClassesThat(describe("are of " + allowed
            + " or foreign", type -> !isIn(type, ROOT) || allowed.contains(element(type).getPackageName())))
            .check(library);
    }

    @Test
    void theListOfPackagesGoesFromTheBottomUp() {
        List<String> below = new ArrayList<>();
        MAY_USE.forEach((name, used) -> {
            assertTrue(below.containsAll(used), name + " uses " + used + " but comes after " + below + " only");
            below.add(name);
        });
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(library);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void otherPeoplesCodeStaysWhereItBelongs(String name) {
        classes().that().resideInAPackage(full(name)).should().onlyDependOnClassesThat(describe(
            "are of java.base, the library, or foreign and meant for " + name,
            type -> element(type).isPrimitive() || isIn(type, "java") || isIn(type, ROOT)
                || FOREIGN.entrySet().stream().anyMatch(entry -> isIn(type, entry.getKey())
                    && entry.getValue().equals(name)))).check(library);
    }

    /** A program that embeds the library decides itself when it ends and what it prints. */
    @Test
    void theLibraryNeitherEndsTheProcessNorPrints() {
        noClasses().should().callMethod(System.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "halt", int.class)
            .check(library);
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(library);
    }

    /** What the library has to say goes to System.Logger, of which a program can choose the target. */
    @Test
    void theLibraryUsesNoLoggingOfItsOwn() {
        noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..").check(library);
    }

    /**
     * What is written and read again, or printed for people, is the same whatever the language of the machine: some
     * have digits of their own, or other capital letters.
     */
    @Test
    void textDoesNotDependOnTheLocale() {
        noClasses().should().callMethod(String.class, "format", String.class, Object[].class)
            .orShould().callMethod(String.class, "formatted", Object[].class)
            .orShould().callMethod(String.class, "toLowerCase").orShould().callMethod(String.class, "toUpperCase")
            .orShould().callMethod(PrintStream.class, "printf", String.class, Object[].class)
            .orShould().callMethod(PrintStream.class, "format", String.class, Object[].class)
            .orShould().callMethod(PrintWriter.class, "printf", String.class, Object[].class)
            .orShould().callMethod(PrintWriter.class, "format", String.class, Object[].class)
            .orShould().callConstructor(DecimalFormat.class, String.class)
            .orShould().callConstructor(Formatter.class).orShould().callConstructor(Formatter.class, Appendable.class)
            .orShould().callConstructor(Scanner.class, InputStream.class)
            .orShould().callMethod(NumberFormat.class, "getInstance")
            .orShould().callMethod(DateTimeFormatter.class, "ofPattern", String.class)
            .check(library);
    }
}
