package org.neurotron.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which package may use which. Without this commands would grow together again, and files would know the commands that
 * make them.
 */
class ArchitectureTest {

    private static final String ROOT = "org.neurotron.cli";

    /**
     * For each package what it may use beside itself, from the ground up: it comes after everything that it uses, so
     * there are no cycles. A new package needs a line here. The package of the name "" is the root.
     */
    private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("terminal", Set.of());
        MAY_USE.put("file", Set.of("terminal"));
        MAY_USE.put("model", Set.of("file", "terminal"));
        MAY_USE.put("figure", Set.of());
        MAY_USE.put("report", Set.of("figure"));
        MAY_USE.put("option", Set.of("figure", "file", "terminal"));
        MAY_USE.put("result", Set.of("model", "option", "report", "figure", "file", "terminal"));
        MAY_USE.put("run", Set.of("model", "result", "option", "figure", "file", "terminal"));
        MAY_USE.put("command", Set.of("model", "run", "result", "option", "figure", "file", "terminal"));
        MAY_USE.put("", Set.of("command"));
    }

    private static JavaClasses program;

    @BeforeAll
    static void readTheProgram() throws URISyntaxException {
        // The reader of classes has messages for a logging library that is not here, which says so unless told not to.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        // Of the folder, and not by name: that would find the tests as well.
        Path folder = Path.of(Main.class.getResource("Main.class").toURI()).getParent();
        program = new ClassFileImporter().importPath(folder);
        assertTrue(program.contain(Main.class), "no classes in " + folder);
    }

    private static String full(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
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
        Set<String> found = program.stream().map(JavaClass::getPackageName).map(name -> name.equals(ROOT) ? ""
            : name.substring(ROOT.length() + 1)).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(packages()), found);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatIsBelowIt(String name) {
        Set<String> allowed = MAY_USE.get(name).stream().map(ArchitectureTest::full).collect(Collectors.toSet());
        allowed.add(full(name));
        classes().that().resideInAPackage(full(name)).should().onlyDependOnClassesThat(describe("are of " + allowed
            + " or foreign", type -> !isIn(type, ROOT) || allowed.contains(element(type).getPackageName())))
            .check(program);
    }

    @Test
    void theListOfPackagesGoesFromTheGroundUp() {
        List<String> below = new ArrayList<>();
        MAY_USE.forEach((name, used) -> {
            assertTrue(below.containsAll(used), name + " uses " + used + " but comes after " + below + " only");
            below.add(name);
        });
    }

    @Test
    void thereAreNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(program);
    }

    /** What ends the process is in one place, so that everything else can be tested and is closed in order. */
    @Test
    void onlyMainEndsTheProcess() {
        noClasses().that().doNotBelongToAnyOf(Main.class).should().callMethod(System.class, "exit", int.class)
            .orShould().callMethod(Runtime.class, "exit", int.class).check(program);
        // A second SIGINT must end the process at once, whatever it is doing.
        noClasses().that().haveSimpleNameNotContaining("StopRequest").should()
            .callMethod(Runtime.class, "halt", int.class).check(program);
    }

    /** The library's public packages are enough, and the vector module is the library's own business. */
    @Test
    void theLibraryIsUsedByItsPublicFace() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.neurotron.internal..",
            "org.neurotron.kernel.simd..", "jdk.incubator.vector..").check(program);
    }

    /** Another way to put a model into a file of others begins and ends there. */
    @Test
    void onnxIsWrittenInOnePackage() {
        noClasses().that().resideOutsideOfPackage(full("model")).should().dependOnClassesThat()
            .resideInAnyPackage("ai.onnx..", "org.tribuo..", "com.google.protobuf..").check(program);
    }

    /** The parser's own exceptions stay where options are read; the rest throws what says what was wrong. */
    @Test
    void badUsageIsSaidByOneException() {
        noClasses().that().resideOutsideOfPackages(full("command"), full("option")).should()
            .dependOnClassesThat().haveFullyQualifiedName("picocli.CommandLine$ParameterException").check(program);
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
            .check(program);
    }
}
