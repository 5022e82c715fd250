package org.neurotron.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Network;
import org.neurotron.network.SensingFamily;

/**
 * Training follows runs that an independent NumPy implementation recorded. Without this, all our code could agree on
 * something that is not the published algorithm.
 *
 * <p>The tolerance is the one that comes with the recordings: the same algorithm with another order of roundings stays
 * within a relative distance of 10⁻⁹ over these horizons.
 */
class GoldenTrajectoryTest {

    private static final double TOLERANCE = 1e-9;

    /**
     * Where the recordings in their full length are. By default they are looked for beside the repository, as seen from
     * this module, in which Maven runs the tests.
     */
    private static final Path FULL_LENGTH =
        Path.of(System.getProperty("neurotron.golden", Path.of("..", "..", "shared", "golden").toString()));

    /** The recordings, with the values of their meta.json. */
    enum Recording {

        NORMAL("normal-n100-r25", Algorithm.TRON, 100, 25, 10, 16, 1e-4, 1, 100),
        NORMAL_SGD("normal-n100-r25-sgd", Algorithm.SGD_PUBLISHED, 100, 25, 10, 16, 1e-4, 1, 100),
        LAPLACE("laplace-n50-r25", Algorithm.TRON, 50, 25, 10, 16, 5e-5, 1, 100),
        OUTER_WEIGHTS("outer-q10-n50-r20-k100", Algorithm.TRON, 50, 20, 100, 64, 2e-5, 10, 40),
        ODD_SIZES("odd-n7-r3-b5-k4", Algorithm.TRON, 7, 3, 4, 5, 0.01, 1, 200);

        private final String folder;
        private final LearnerSettings settings;
        private final int n;
        private final int r;
        private final int k;
        private final double outerWeight;
        private final int iterations;

        Recording(String folder, Algorithm algorithm, int n, int r, int k, int b, double eta, double outerWeight,
                  int iterations) {
            this.folder = folder;
            this.n = n;
            this.r = r;
            this.k = k;
            this.outerWeight = outerWeight;
            this.iterations = iterations;
            settings = new LearnerSettings(algorithm, b, eta);
        }

        Network network(SensingFamily family) {
            double[] q = new double[k];
            Arrays.fill(q, outerWeight);
            return new Network(family, q, 0);
        }
    }

    /** Where a recording is read from, file by file. */
    @FunctionalInterface
    private interface Source {

        Npy read(String file) throws IOException;
    }

    /** The beginning of each recording, which is among the resources of these tests. */
    @ParameterizedTest
    @EnumSource
    void firstStepsFollowTheRecordedTrajectory(Recording recording) throws IOException {
        Source source = file -> resource(recording, file);
        Matrix m = source.read("M.npy").matrix(0);
        AffineFamily affine = new AffineFamily(m, source.read("C.npy").matrix(0), recording.k);
        List<Matrix> matrices = recording == Recording.ODD_SIZES
            ? matrices(source.read("A.npy"))
            : IntStream.range(0, recording.k).mapToObj(affine::sensingMatrix).toList();
        int iterations = switch (recording) {
            case NORMAL, NORMAL_SGD, LAPLACE -> 20;
            case OUTER_WEIGHTS -> 8;
            case ODD_SIZES -> 200;
        };
        assertFollowed(recording, source, m, affine, new DenseFamily(matrices), iterations);
    }

    /** The recordings in full, if they are at hand. */
    @ParameterizedTest
    @EnumSource
    void allStepsFollowTheRecordedTrajectory(Recording recording) throws IOException {
        Path folder = FULL_LENGTH.resolve(recording.folder);
        assumeTrue(Files.isDirectory(folder), () -> "no full-length recording at "
            + folder.toAbsolutePath().normalize() + "; -Dneurotron.golden=FOLDER says where they are");
        Source source = file -> Npy.read(folder.resolve(file));
        Matrix m = source.read("M.npy").matrix(0);
        List<Matrix> matrices = matrices(source.read("A.npy"));
        Matrix c = m.copy();
        for (int i = 0; i < c.rows(); i++) {
            for (int j = 0; j < c.columns(); j++) {
                c.set(i, j, matrices.get(recording.k / 2).get(i, j) - m.get(i, j));
            }
        }
        assertFollowed(recording, source, m, new AffineFamily(m, c, recording.k), new DenseFamily(matrices),
            recording.iterations);
    }

    /**
     * A given matrix is used in place of the mean, which in the recordings it equals: twice the matrix at half the
     * learning rate gives the same bits as the mean of an affine family.
     */
    @Test
    void aGivenMatrixTakesThePlaceOfTheMean() throws IOException {
        Recording recording = Recording.ODD_SIZES;
        Matrix m = resource(recording, "M.npy").matrix(0);
        Matrix twice = m.copy();
        for (int i = 0; i < twice.values().length; i++) {
            twice.values()[i] *= 2;
        }
        LearnerSettings settings = recording.settings;
        LearnerSettings half = new LearnerSettings(settings.algorithm(), settings.b(), settings.eta() / 2);
        Network network = recording.network(new AffineFamily(m, resource(recording, "C.npy").matrix(0), recording.k));
        Matrix x = resource(recording, "X.npy").matrix(0);
        Matrix batch = new Matrix(x.values(), 0, settings.b(), x.columns(), x.columns());
        double[] v = resource(recording, "v.npy").values();
        for (Kernel kernel : Kernels.available()) {
            double[] w = {1, 1, 1};
            double[] expected = w.clone();
            new Learner(network, twice, half, kernel).update(w, batch, v, 0);
            new Learner(network, settings, kernel).update(expected, batch, v, 0);
            assertArrayEquals(expected, w);
        }
    }

    private static Npy resource(Recording recording, String file) throws IOException {
        String name = "/golden/" + recording.folder + "/" + file;
        try {
            return Npy.read(Path.of(GoldenTrajectoryTest.class.getResource(name).toURI()));
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static List<Matrix> matrices(Npy a) {
        return IntStream.range(0, a.shape()[0]).mapToObj(a::matrix).toList();
    }

    /** Both families, the Tron-gradient's matrix both given and the family's own, every kernel. */
    private static void assertFollowed(Recording recording, Source source, Matrix m, AffineFamily affine,
                                       DenseFamily dense, int iterations) throws IOException {
        Npy x = source.read("X.npy");
        Npy v = source.read("v.npy");
        Npy trace = source.read("w_trace.npy");
        assertArrayEquals(new int[] {iterations * recording.settings.b(), recording.n}, x.shape());
        assertArrayEquals(new int[] {iterations * recording.settings.b()}, v.shape());
        assertArrayEquals(new int[] {iterations + 1, recording.r}, trace.shape());
        Network affineNetwork = recording.network(affine);
        Network denseNetwork = recording.network(dense);
        for (Kernel kernel : Kernels.available()) {
            LearnerSettings settings = recording.settings;
            assertFollowed(new Learner(affineNetwork, settings, kernel), x, v, trace, "affine, " + kernel);
            assertFollowed(new Learner(affineNetwork, m, settings, kernel), x, v, trace, "affine, M, " + kernel);
            assertFollowed(new Learner(denseNetwork, settings, kernel), x, v, trace, "dense, " + kernel);
            assertFollowed(new Learner(denseNetwork, m, settings, kernel), x, v, trace, "dense, M, " + kernel);
        }
    }

    private static void assertFollowed(Learner learner, Npy x, Npy v, Npy trace, String message) {
        int iterations = trace.shape()[0] - 1;
        int n = x.shape()[1];
        int b = x.shape()[0] / iterations;
        double[] w = trace.row(0);
        for (int t = 1; t <= iterations; t++) {
            int first = (t - 1) * b;
            learner.update(w, new Matrix(x.values(), first * n, b, n, n), v.values(), first);
            assertNear(trace.row(t), w, message + ", iteration " + t);
        }
    }

    private static void assertNear(double[] expected, double[] w, String message) {
        assertEquals(expected.length, w.length);
        double distance = 0;
        double length = 0;
        for (int i = 0; i < w.length; i++) {
            distance += (w[i] - expected[i]) * (w[i] - expected[i]);
            length += expected[i] * expected[i];
        }
        double relative = Math.sqrt(distance / length);
        assertTrue(relative < TOLERANCE, () -> message + ": off by " + relative);
    }
}
