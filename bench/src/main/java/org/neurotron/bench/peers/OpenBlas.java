package org.neurotron.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * OpenBLAS through the foreign function interface, on one thread. What only the library touches is in native memory
 * aligned to cache lines; the short vectors that Java reads too are Java's own arrays, lent for the call.
 */
final class OpenBlas implements Blas<MemorySegment> {

    private static final String LIBRARY = "libopenblas.so.0";

    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;

    /** Null if it is not installed. */
    private static final SymbolLookup SYMBOLS = symbols();

    // Constants, because only then are the calls compiled into the code around them.
    private static final MethodHandle GEMV = function("cblas_dgemv", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
        JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
    private static final MethodHandle GEMM = function("cblas_dgemm", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
        JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT);
    private static final MethodHandle SET_THREADS = function("openblas_set_num_threads", JAVA_INT);

    OpenBlas() {
        if (SYMBOLS == null) {
            throw new MissingPeerException("OpenBLAS is not installed (Debian: libopenblas0)");
        }
        try {
            SET_THREADS.invokeExact(1);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup symbols() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        return SYMBOLS == null ? null : Linker.nativeLinker().downcallHandle(SYMBOLS.find(name).orElseThrow(),
            FunctionDescriptor.ofVoid(arguments), Linker.Option.critical(true));
    }

    @Override
    public MemorySegment own(double[] values) {
        MemorySegment segment = Arena.ofAuto().allocate(values.length * (long) Double.BYTES, 64);
        MemorySegment.copy(values, 0, segment, JAVA_DOUBLE, 0, values.length);
        return segment;
    }

    @Override
    public MemorySegment share(double[] values) {
        return MemorySegment.ofArray(values);
    }

    @Override
    public void multiply(int rows, int columns, MemorySegment a, MemorySegment x, int xOffset, double beta,
            MemorySegment y) {
        gemv(NO_TRANSPOSE, rows, columns, a, from(x, xOffset), beta, y);
    }

    @Override
    public void multiplyTransposed(int rows, int columns, MemorySegment a, MemorySegment x, MemorySegment y,
            int yOffset) {
        gemv(TRANSPOSE, rows, columns, a, x, 0, from(y, yOffset));
    }

    @Override
    public void multiply(int rows, int columns, int inner, MemorySegment a, MemorySegment b, MemorySegment c) {
        gemm(NO_TRANSPOSE, rows, columns, inner, a, b, columns, c);
    }

    @Override
    public void multiplyByTransposed(int rows, int columns, int inner, MemorySegment a, MemorySegment b,
            MemorySegment c) {
        gemm(TRANSPOSE, rows, columns, inner, a, b, inner, c);
    }

    private static MemorySegment from(MemorySegment values, int offset) {
        return offset == 0 ? values : values.asSlice(offset * (long) Double.BYTES);
    }

    private static void gemv(int transpose, int rows, int columns, MemorySegment a, MemorySegment x, double beta,
            MemorySegment y) {
        try {
            GEMV.invokeExact(ROW_MAJOR, transpose, rows, columns, 1.0, a, columns, x, 1, beta, y, 1);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static void gemm(int transposeB, int rows, int columns, int inner, MemorySegment a, MemorySegment b,
            int ldb, MemorySegment c) {
        try {
            GEMM.invokeExact(ROW_MAJOR, NO_TRANSPOSE, transposeB, rows, columns, inner, 1.0, a, inner, b, ldb, 0.0, c,
                columns);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
