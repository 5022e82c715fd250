package org.neurotron;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What code outside can see of classes, a line each and sorted: the public and protected types, constructors, methods
 * and fields, and the components of records, with all type parameters. What is not said to be protected is public.
 *
 * <p>Packages begin below {@code org.neurotron}. Left out is what follows from another line (constructor and accessors
 * of a record, {@code values()} of an enum) and what every object has ({@code equals}, {@code hashCode}, {@code
 * toString}).
 */
final class ApiListing {

    private final SortedSet<String> lines = new TreeSet<>();

    private ApiListing() {
    }

    /** The lines about these types and the types inside them; of one that is hidden, none. */
    static List<String> of(Stream<Class<?>> types) {
        ApiListing listing = new ApiListing();
        types.forEach(listing::add);
        return List.copyOf(listing.lines);
    }

    private void add(Class<?> type) {
        if (!isSeen(type.getModifiers())) {
            return;
        }
        lines.add(words(name(type), deprecated(type), header(type)));
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (!isCanonical(type, constructor)) {
                line(type, constructor, "new" + parameters(constructor),
                    typeParameters(constructor), "", thrown(constructor));
            }
        }
        for (Class<?> declaring : withHiddenSupertypes(type)) {
            for (Field field : declaring.getDeclaredFields()) {
                line(type, field, field.getName(), "", name(field.getGenericType()), "");
            }
            for (Method method : declaring.getDeclaredMethods()) {
                if (!isImplied(type, method)) {
                    line(type, method, method.getName() + parameters(method),
                        words(method.isDefault() ? "default" : "", typeParameters(method)),
                        name(method.getGenericReturnType()), thrown(method));
                }
            }
        }
        for (Class<?> inner : type.getDeclaredClasses()) {
            add(inner);
        }
    }

    private <M extends Member & AnnotatedElement> void line(Class<?> type, M member, String signature, String before,
            String result, String after) {
        // Protected things of a final class are for nobody outside.
        boolean seen = Modifier.isPublic(member.getModifiers())
            || isSeen(member.getModifiers()) && !Modifier.isFinal(type.getModifiers());
        if (seen && !member.isSynthetic()) {
            String said = words(deprecated(member), modifiers(member.getModifiers()), before, result, after);
            lines.add(name(type) + "#" + signature + (said.isEmpty() ? "" : ": " + said));
        }
    }

    private static boolean isSeen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String modifiers(int modifiers) {
        return Modifier.toString(modifiers
            & (Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT));
    }

    private static String deprecated(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated" : "";
    }

    private static String header(Class<?> type) {
        String sealed = type.isSealed() ? "sealed" : "";
        String kind;
        String above = "";
        if (type.isRecord()) {
            kind = "record(" + list(Stream.of(type.getRecordComponents()).map(c -> name(c.getGenericType()) + " "
                + c.getName())) + ")";
        } else if (type.isEnum()) {
            kind = "enum";
        } else if (type.isInterface()) {
            kind = words(modifiers(type.getModifiers() & Modifier.PROTECTED), sealed, "interface");
        } else {
            kind = words(modifiers(type.getModifiers()), sealed, "class");
            above = superclass(type);
        }
        Stream<Type> interfaces = withHiddenSupertypes(type).stream()
            .flatMap(declaring -> Stream.of(declaring.getGenericInterfaces())).filter(ApiListing::isSeen);
        Stream<Type> below = type.isSealed() ? Stream.of(type.getPermittedSubclasses()) : Stream.empty();
        return words(kind, typeParameters(type), above,
            list(type.isInterface() ? "extends" : "implements", interfaces),
            list("permits", below.filter(ApiListing::isSeen)));
    }

    private static boolean isSeen(Type type) {
        return !(type instanceof Class<?> plain) || isSeen(plain.getModifiers());
    }

    private static String superclass(Class<?> type) {
        Type above = type.getGenericSuperclass();
        while (!isSeen(above)) {
            above = ((Class<?>) above).getGenericSuperclass();
        }
        return above == Object.class ? "" : "extends " + name(above);
    }

    /** A type, and those above it that cannot be seen: what these declare is seen as its own. */
    private static Set<Class<?>> withHiddenSupertypes(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        found.add(type);
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
            .filter(above -> !isSeen(above.getModifiers())).forEach(above -> found.addAll(withHiddenSupertypes(above)));
        return found;
    }

    private static boolean isImplied(Class<?> type, Method method) {
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        return switch (method.getName()) {
            case "hashCode", "toString" -> parameters.isEmpty();
            case "equals" -> parameters.equals(List.of(Object.class));
            case "values" -> type.isEnum() && parameters.isEmpty();
            case "valueOf" -> type.isEnum() && parameters.equals(List.of(String.class));
            default -> type.isRecord()
                && Stream.of(type.getRecordComponents()).map(RecordComponent::getAccessor).anyMatch(method::equals);
        };
    }

    private static boolean isCanonical(Class<?> type, Constructor<?> constructor) {
        return type.isRecord() && List.of(constructor.getParameterTypes())
            .equals(Stream.of(type.getRecordComponents()).map(RecordComponent::getType).toList());
    }

    private static String parameters(Executable executable) {
        String text = list(Stream.of(executable.getGenericParameterTypes()).map(ApiListing::name));
        return "(" + (executable.isVarArgs() ? text.substring(0, text.length() - "[]".length()) + "..." : text) + ")";
    }

    private static String typeParameters(GenericDeclaration declaration) {
        TypeVariable<?>[] variables = declaration.getTypeParameters();
        return variables.length == 0 ? "" : "<" + list(Stream.of(variables).map(ApiListing::withBounds)) + ">";
    }

    private static String withBounds(TypeVariable<?> variable) {
        String bounds = Stream.of(variable.getBounds()).map(ApiListing::name).collect(Collectors.joining(" & "));
        return bounds.equals("Object") ? variable.getName() : variable.getName() + " extends " + bounds;
    }

    private static String thrown(Executable executable) {
        return list("throws", Stream.of(executable.getGenericExceptionTypes()));
    }

    /** The name without packages that go without saying. */
    private static String name(Type type) {
        return type.getTypeName().replace("java.lang.", "").replace("org.neurotron.", "").replace('$', '.');
    }

    private static String list(String word, Stream<? extends Type> types) {
        String names = list(types.map(ApiListing::name));
        return names.isEmpty() ? "" : word + " " + names;
    }

    private static String list(Stream<String> texts) {
        return texts.collect(Collectors.joining(", "));
    }

    private static String words(String... words) {
        return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }
}
