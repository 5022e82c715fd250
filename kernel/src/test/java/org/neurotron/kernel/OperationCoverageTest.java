package org.neurotron.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every public operation of a kernel is one that {@link KernelBitEqualityTest} compares between the kernels. Without
 * this, a new operation could go without, and then numbers would depend on the machine (contract C1).
 *
 * <p>The operations are found by reflection, and the cases by what the code of {@link Operation} calls, so nobody has
 * to keep a list. {@link RandomKernelBitEqualityTest} does the same for the operations on random numbers.
 */
class OperationCoverageTest {

    /** The public methods that say what a kernel is and compute nothing. */
    private static final Set<String> DESCRIPTIONS = Set.of("name", "vectorBits", "random", "toString");

    /** The operations among the methods of a kernel's class; never none. */
    static Set<Method> operations(Class<?> kernel) {
        Set<Method> operations = methods(kernel, method -> Modifier.isPublic(method.getModifiers())
            && !Modifier.isStatic(method.getModifiers()) && !DESCRIPTIONS.contains(method.getName()));
        assertFalse(operations.isEmpty(), "no operations found in " + kernel);
        return operations;
    }

    private static Set<Method> methods(Class<?> type, Predicate<Method> wanted) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isSynthetic()).filter(wanted)
            .collect(Collectors.toSet());
    }

    private static String signature(Method method) {
        return method.getName()
            + MethodType.methodType(method.getReturnType(), method.getParameterTypes()).descriptorString();
    }

    /** The methods of {@link Kernel} that the code of a case calls. */
    private static Set<String> calls(Operation operation) throws IOException {
        Class<?> type = operation.getClass();
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        Set<String> calls = new TreeSet<>();
        try (InputStream in = type.getResourceAsStream(file)) {
            for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
                method.code().ifPresent(code -> code.forEach(element -> {
                    if (element instanceof InvokeInstruction call
                        && call.owner().asSymbol().descriptorString().equals(Kernel.class.descriptorString())) {
                        calls.add(call.name().stringValue() + call.type().stringValue());
                    }
                }));
            }
        }
        return calls;
    }

    @Test
    void everyOperationHasACaseOfBitEquality() throws IOException {
        Set<String> cases = new TreeSet<>();
        for (Operation operation : Operation.values()) {
            cases.addAll(calls(operation));
        }
        Set<String> without = operations(Kernel.class).stream().map(OperationCoverageTest::signature)
            .collect(Collectors.toCollection(TreeSet::new));
        without.removeAll(cases);
        assertEquals(Set.of(), without, "operations that no case of Operation calls");
    }

    /** The rule by which a reader finds what computes an operation, and its checks. */
    @ParameterizedTest
    @ValueSource(classes = {Kernel.class, RandomKernel.class})
    void everyOperationHasAnUncheckedHalfOfTheSameNameAndViceVersa(Class<?> kernel) {
        Set<String> halves = methods(kernel, method -> Modifier.isProtected(method.getModifiers())).stream()
            .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(operations(kernel).stream().map(method -> method.getName() + "Unchecked")
            .collect(Collectors.toCollection(TreeSet::new)), halves);
    }
}
