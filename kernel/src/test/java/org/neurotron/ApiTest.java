package org.neurotron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.neurotron.kernel.Kernel;

/** The library exports what kernel/api.txt says, so that nobody changes it without seeing that. */
class ApiTest {

    private static final Path KEPT = Path.of("api.txt");
    private static final Path FOUND = Path.of("target", "api.txt");

    /** A row of the page's table of packages, and a type in it. */
    private static final Pattern ROW = Pattern.compile("\\| (?:\\(root\\)|`(?<package>[a-z]+)`) \\|(?<types>.*)");
    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*)`");

    @Test
    void whatIsExportedIsListed() throws Exception {
        List<String> found = ApiListing.of(exported());
        assertTrue(found.contains("kernel.Kernels#selected(): static kernel.Kernel"), () -> "listed is only " + found);
        Files.write(FOUND, found);
        List<String> kept = Files.readAllLines(KEPT);
        if (!found.equals(kept)) {
            fail("what is exported differs from kernel/api.txt; if it is meant to (kernel/api.md),"
                + " run: cp kernel/target/api.txt kernel/api.txt" + differences(kept, found));
        }
    }

    private static Stream<Class<?>> exported() throws IOException, URISyntaxException, ClassNotFoundException {
        // From the folder of the library: the classes of the tests are in the same packages, but in another folder.
        Path folder = Path.of(Kernel.class.getResource("Kernel.class").toURI());
        for (int i = 0; i < Kernel.class.getName().split("\\.").length; i++) {
            folder = folder.getParent();
        }
        ModuleDescriptor module;
        try (InputStream in = Files.newInputStream(folder.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(in);
        }
        List<Class<?>> types = new ArrayList<>();
        for (ModuleDescriptor.Exports exports : module.exports()) {
            try (Stream<Path> files = Files.list(folder.resolve(exports.source().replace('.', '/')))) {
                for (String file : files.map(path -> path.getFileName().toString()).toList()) {
                    if (file.endsWith(".class") && !file.contains("$") && !file.equals("package-info.class")) {
                        String name = exports.source() + "." + file.substring(0, file.lastIndexOf('.'));
                        types.add(Class.forName(name, false, ApiTest.class.getClassLoader()));
                    }
                }
            }
        }
        return types.stream();
    }

    private static String differences(List<String> kept, List<String> found) {
        Stream<String> gone = kept.stream().filter(line -> !found.contains(line)).map(line -> "\n- " + line);
        Stream<String> come = found.stream().filter(line -> !kept.contains(line)).map(line -> "\n+ " + line);
        return String.join("", Stream.concat(gone, come).toList());
    }

    /** Each type is promised or not, and nothing is promised that is not there. */
    @Test
    void thePageNamesEveryType() throws Exception {
        Set<String> exported = exported().filter(type -> Modifier.isPublic(type.getModifiers()))
            .map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
        List<String> named = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("api.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String inside = row.group("package") == null ? "" : row.group("package") + ".";
                Matcher type = TYPE.matcher(row.group("types"));
                while (type.find()) {
                    named.add("org.neurotron." + inside + type.group(1));
                }
            }
        }
        assertEquals(named.size(), Set.copyOf(named).size(), () -> "types are named twice in kernel/api.md: " + named);
        assertEquals(List.of(), exported.stream().filter(type -> !named.contains(type)).toList(),
            "the table of kernel/api.md must say whether these are stable");
        assertEquals(List.of(), named.stream().filter(type -> !exported.contains(type)).toList(),
            "the table of kernel/api.md names what is not exported");
    }

    /** What a listing must say, else a change of it would go unnoticed. */
    @Test
    void aListingSaysWhatIsSeenFromOutside() {
        assertEquals("""
            ApiTest.Circle record(double radius, java.util.List<String> names) implements ApiTest.Shape
            ApiTest.Circle#area(): double
            ApiTest.Circle#new(double): @Deprecated
            ApiTest.Colour enum
            ApiTest.Colour#RED: static final ApiTest.Colour
            ApiTest.Open static class <E extends Number & Comparable<E>> implements java.util.function.IntSupplier
            ApiTest.Open#SIZE: static final int
            ApiTest.Open#all(E[], int...): final java.util.List<? extends E>
            ApiTest.Open#element: protected E
            ApiTest.Open#getAsInt(): int
            ApiTest.Open#new(T): protected <T> throws java.io.IOException
            ApiTest.Open.Inner protected abstract static class
            ApiTest.Open.Inner#new(): protected
            ApiTest.Open.Inner#open(): abstract ApiTest.Open<? super Long>
            ApiTest.Shape sealed interface permits ApiTest.Circle
            ApiTest.Shape#area(): abstract double
            ApiTest.Shape#twice(): default double
            """.strip().lines().toList(),
            ApiListing.of(Stream.of(Shape.class, Circle.class, Colour.class, Hidden.class, Open.class)));
    }

    /** An interface that others may not implement. */
    public sealed interface Shape {
        double area();

        default double twice() {
            return 2 * area();
        }
    }

    /** A record with a constructor of its own. */
    public record Circle(double radius, List<String> names) implements Shape {
        @Deprecated
        public Circle(double radius) {
            this(radius, List.of());
        }

        @Override
        public double area() {
            return Math.PI * radius * radius;
        }
    }

    /** An enum. */
    public enum Colour { RED }

    private static class Hidden implements IntSupplier {
        @Override
        public int getAsInt() {
            return inside();
        }

        int inside() {
            return 1;
        }
    }

    /** All that a class may have. */
    public static class Open<E extends Number & Comparable<E>> extends Hidden {
        public static final int SIZE = 1;
        protected E element;

        protected <T> Open(T key) throws IOException {
            throw new IOException(key.toString());
        }

        @SuppressWarnings("unchecked")
        public final synchronized List<? extends E> all(E[] some, int... numbers) {
            return numbers.length == 0 ? List.of() : List.of(some);
        }

        @Override
        public String toString() {
            return "" + element;
        }

        /** For those who extend it. */
        protected abstract static class Inner {
            public abstract Open<? super Long> open();
        }
    }
}
