package org.neurotron.example;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.RandomKernel;

/**
 * Nobody outside the library can give it a kernel of his own. Without this, an implementation that nobody tests against
 * the others would pass for one whose bits are the same everywhere (contract C1).
 */
class KernelsOfOthersTest {

    /** The class is made here as bytes: it need not have the many methods that a compiler would ask for. */
    @ParameterizedTest
    @ValueSource(classes = {Kernel.class, RandomKernel.class})
    void aKernelOfAnotherPackageCannotBeMade(Class<?> kernel) throws ReflectiveOperationException {
        ClassDesc parent = kernel.describeConstable().orElseThrow();
        ClassDesc child = ClassDesc.of(getClass().getPackageName(), "Foreign" + kernel.getSimpleName());
        byte[] bytes = ClassFile.of().build(child, type -> type.withSuperclass(parent).withMethodBody(
            ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC, code -> code.aload(0)
                .invokespecial(parent, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_()));
        Class<?> foreign = MethodHandles.lookup().defineHiddenClass(bytes, false).lookupClass();
        Throwable refusal = assertThrows(ReflectiveOperationException.class,
            () -> foreign.getDeclaredConstructor().newInstance()).getCause();
        assertTrue(refusal instanceof IllegalCallerException && refusal.getMessage().contains(foreign.getName()),
            refusal::toString);
    }
}
