package org.neurotron.kernel.simd;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.RandomKernel;

/**
 * Loads {@link SimdKernel} and {@link SimdRandomKernel}, once for each vector width that is asked for.
 *
 * <p>C2 turns Vector API calls into plain vector instructions only where the species is a compile-time constant, that
 * is a {@code static final} field. To have several widths in one JVM without writing the kernel several times, its
 * class files are defined as hidden classes once per width, and the species is handed over as their class data.
 */
public final class SimdKernels {

    private SimdKernels() {
    }

    /**
     * The width that this machine and JVM work with.
     *
     * @return bits of the preferred vector of doubles
     */
    public static int preferredBits() {
        return DoubleVector.SPECIES_PREFERRED.vectorBitSize();
    }

    /**
     * The kernel at one width.
     *
     * @param vectorBits 128, 256 or 512, not above {@link #preferredBits}
     * @return always the same instance for the same width
     */
    public static Kernel kernel(int vectorBits) {
        return switch (vectorBits) {
            case 128 -> Bits128.KERNEL;
            case 256 -> Bits256.KERNEL;
            case 512 -> Bits512.KERNEL;
            default -> throw new IllegalArgumentException("vectorBits = " + vectorBits);
        };
    }

    private static Kernel define(int vectorBits) {
        VectorSpecies<Double> species = VectorSpecies.of(double.class, VectorShape.forBitSize(vectorBits));
        MethodHandles.Lookup here = MethodHandles.lookup();
        try {
            RandomKernel random = (RandomKernel) here.findConstructor(hidden("SimdRandomKernel.class", species),
                MethodType.methodType(void.class)).invoke();
            return (Kernel) here.findConstructor(hidden("SimdKernel.class", species),
                MethodType.methodType(void.class, RandomKernel.class)).invoke(random);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The species with which a hidden class of this package was defined.
     *
     * @param lookup the class's own lookup
     */
    @SuppressWarnings("unchecked")
    static VectorSpecies<Double> speciesOf(MethodHandles.Lookup lookup) {
        try {
            VectorSpecies<Double> species = MethodHandles.classData(lookup, ConstantDescs.DEFAULT_NAME,
                VectorSpecies.class);
            if (species == null) {
                throw new IllegalStateException("only the hidden copies of " + lookup.lookupClass()
                    + " are meant to be used");
            }
            return species;
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Class<?> hidden(String classFile, VectorSpecies<Double> species) throws IllegalAccessException {
        try (InputStream in = SimdKernels.class.getResourceAsStream(classFile)) {
            return MethodHandles.lookup().defineHiddenClassWithClassData(in.readAllBytes(), species, true)
                .lookupClass();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Bits128 {
        static final Kernel KERNEL = define(128);
    }

    private static final class Bits256 {
        static final Kernel KERNEL = define(256);
    }

    private static final class Bits512 {
        static final Kernel KERNEL = define(512);
    }
}
