package org.neurotron.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.neurotron.internal.Check;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Matrix;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.Evaluator;
import org.neurotron.network.Network;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/**
 * A fitted model: network, filter, and what is done to data before. Immutable and safe for use by several threads.
 *
 * <p>Its file is an NPZ archive, so {@code numpy.load} reads it too: {@code w.npy}, {@code q.npy}, the sensing matrices
 * ({@code M.npy} and {@code C.npy}, {@code A.npy}, {@code indices.npy} with k × r whole numbers, or nothing for the
 * single gate), {@code mean.npy}, {@code scale.npy}, and {@code model.properties} with the version of the format, the
 * family, α, the intercept, shift and scale of the labels, and the properties of the caller. Files of format 1, without
 * a shift, are read as well. The same model gives the same bytes.
 */
public final class Model {

    private static final int FORMAT = 2;

    private static final String PROPERTIES = "model.properties";

    /** What the caller's properties are called in the file. */
    private static final String PREFIX = "about.";

    private final Network network;
    private final double[] filter;
    private final Preprocessing preprocessing;
    private final Map<String, String> properties;

    /**
     * Puts a model together.
     *
     * @param network       the network
     * @param filter        w, r finite elements; copied
     * @param preprocessing what is done to data before
     * @param properties    whatever else is to be known of it, such as the names of the columns
     * @throws IllegalArgumentException if the filter has the wrong length or is not finite, the preprocessing does not
     *                                  give what the network takes, or it takes no inputs
     */
    public Model(Network network, double[] filter, Preprocessing preprocessing, Map<String, String> properties) {
        this.network = Objects.requireNonNull(network, "network");
        this.filter = Check.finite("w", Check.length("w", filter, network.family().r())).clone();
        if (preprocessing.dimension() != network.family().n()) {
            throw Check.illegal("dimension of the preprocessing", preprocessing.dimension(),
                "must be that of the network, " + network.family().n());
        }
        if (preprocessing.rawDimension() == 0) {
            throw Check.illegal("number of inputs", 0, "must be at least 1");
        }
        this.preprocessing = preprocessing;
        this.properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /**
     * The network.
     *
     * @return its sensing matrices, outer weights and leak
     */
    public Network network() {
        return network;
    }

    /**
     * The filter.
     *
     * @return a copy of w
     */
    public double[] filter() {
        return filter.clone();
    }

    /**
     * What is done to data before the network sees them.
     *
     * @return the preprocessing
     */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /**
     * What else is known of the model.
     *
     * @return the properties, in the order of their names
     */
    public Map<String, String> properties() {
        return properties;
    }

    /**
     * What predicts with this model.
     *
     * @param batchSize the largest number of inputs at a time, ≥ 1
     * @param kernel    the kernel to use
     * @return a new predictor with buffers of its own, for one thread
     */
    public Predictor predictor(int batchSize, Kernel kernel) {
        return new Predictor(this, batchSize, kernel);
    }

    /** Predicts with a model. Not safe for use by several threads. */
    public static final class Predictor {

        private final Preprocessing preprocessing;
        private final Kernel kernel;
        private final Evaluator evaluator;
        private final double[] filter;
        private final Matrix inputs;

        private Predictor(Model model, int batchSize, Kernel kernel) {
            preprocessing = model.preprocessing;
            this.kernel = kernel;
            filter = model.filter;
            evaluator = model.network.evaluator(batchSize, kernel);
            inputs = Matrix.zeros(batchSize, model.network.family().n());
        }

        /**
         * Predicts labels.
         *
         * @param x data as they come, rows × n, up to the batch size; not changed
         * @param f the result, from element 0
         * @throws IllegalArgumentException if a shape does not fit
         */
        public void predict(Matrix x, double[] f) {
            if (x.columns() != preprocessing.rawDimension() || x.rows() > inputs.rows()) {
                throw Check.illegal("shape of x", x.rows() + " x " + x.columns(), "must be at most " + inputs.rows()
                    + " x " + preprocessing.rawDimension());
            }
            Check.range("f", f, 0, x.rows());
            for (int j = 0; j < x.rows(); j++) {
                System.arraycopy(x.values(), x.rowOffset(j), inputs.values(), inputs.rowOffset(j), x.columns());
            }
            predict(x.rows(), f);
        }

        /**
         * Predicts labels of any number of inputs in memory of any kind, a batch at a time.
         *
         * @param x data as they come: rows of n float64 numbers in the machine's order, one after the other; not
         *          changed
         * @param f the result, as many float64 numbers as there are rows
         * @throws IllegalArgumentException if there is a part of a row, or another number of rows than of results
         */
        public void predict(MemorySegment x, MemorySegment f) {
            long rows = ArraySamples.rows(x, preprocessing.rawDimension());
            if (f.byteSize() != rows * Double.BYTES) {
                throw Check.illegal("bytes of f", f.byteSize(), "must be 8 for each of the " + rows + " rows of x");
            }
            double[] some = new double[inputs.rows()];
            for (long first = 0; first < rows; first += some.length) {
                int count = (int) Math.min(some.length, rows - first);
                for (int j = 0; j < count; j++) {
                    MemorySegment.copy(x, ArraySamples.ELEMENT, (first + j) * preprocessing.rawDimension()
                        * Double.BYTES, inputs.values(), inputs.rowOffset(j), preprocessing.rawDimension());
                }
                predict(count, some);
                MemorySegment.copy(some, 0, f, ArraySamples.ELEMENT, first * Double.BYTES, count);
            }
        }

        /** Of the first of the inputs, as they come. */
        private void predict(int count, double[] f) {
            for (int j = 0; j < count; j++) {
                preprocessing.apply(inputs.values(), inputs.rowOffset(j), kernel);
            }
            evaluator.forward(filter, inputs.padded().firstRows(count), f, 0);
            for (int j = 0; j < count; j++) {
                f[j] = preprocessing.labelShift() + preprocessing.labelScale() * f[j];
            }
        }
    }

    /**
     * Writes the model, beside its target, forced to disk and then moved into place.
     *
     * @param file where
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        // A name of its own, and made new: another process may write the same model, or have put a link there.
        Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        boolean good = false;
        try {
            Files.write(part, toBytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            good = true;
        } finally {
            if (!good) {
                Files.deleteIfExists(part);
            }
        }
    }

    /**
     * The model as {@link #save} writes it.
     *
     * @return the bytes of the file
     * @throws IOException if its parts cannot be put together
     */
    public byte[] toBytes() throws IOException {
        Properties text = new Properties();
        text.setProperty("format", Integer.toString(FORMAT));
        text.setProperty("alpha", Double.toString(network.leak()));
        text.setProperty("intercept", Boolean.toString(preprocessing.intercept()));
        text.setProperty("labelShift", Double.toString(preprocessing.labelShift()));
        text.setProperty("labelScale", Double.toString(preprocessing.labelScale()));
        properties.forEach((name, value) -> text.setProperty(PREFIX + name, value));
        Map<String, byte[]> arrays = new TreeMap<>();
        SensingFamily family = network.family();
        switch (family) {
            case AffineFamily affine -> {
                text.setProperty("family", "affine");
                arrays.put("M.npy", matrix(affine.mean()));
                arrays.put("C.npy", matrix(affine.direction()));
            }
            case SelectionFamily selection -> {
                text.setProperty("family", "selection");
                text.setProperty("n", Integer.toString(family.n()));
                arrays.put("indices.npy", indices(selection));
            }
            case SingleGate _ -> text.setProperty("family", "single-gate");
            case DenseFamily _ -> {
                text.setProperty("family", "dense");
                arrays.put("A.npy", sensingMatrices(family));
            }
        }
        arrays.put("w.npy", NpyWriter.bytes(filter, filter.length));
        arrays.put("q.npy", NpyWriter.bytes(network.outerWeights(), family.k()));
        arrays.put("mean.npy", NpyWriter.bytes(preprocessing.mean(), preprocessing.rawDimension()));
        arrays.put("scale.npy", NpyWriter.bytes(preprocessing.scale(), preprocessing.rawDimension()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            StringWriter lines = new StringWriter();
            text.store(lines, null);
            // The first line is a comment with the time of day.
            put(zip, PROPERTIES, lines.toString().lines().filter(line -> !line.startsWith("#")).sorted()
                .collect(Collectors.joining("\n", "", "\n")).getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                put(zip, array.getKey(), array.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** Without compression, whose bytes depend on the machine, and without a time. */
    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] matrix(Matrix matrix) {
        double[] tight = new double[matrix.rows() * matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            System.arraycopy(matrix.values(), matrix.rowOffset(i), tight, i * matrix.columns(), matrix.columns());
        }
        return NpyWriter.bytes(tight, matrix.rows(), matrix.columns());
    }

    private static byte[] sensingMatrices(SensingFamily family) {
        int size = Math.multiplyExact(family.r(), family.n());
        double[] all = new double[Math.multiplyExact(size, family.k())];
        for (int i = 0; i < family.k(); i++) {
            Matrix a = family.sensingMatrix(i);
            for (int row = 0; row < family.r(); row++) {
                System.arraycopy(a.values(), a.rowOffset(row), all, i * size + row * family.n(), family.n());
            }
        }
        return NpyWriter.bytes(all, family.k(), family.r(), family.n());
    }

    private static byte[] indices(SelectionFamily family) {
        double[] all = new double[Math.multiplyExact(family.k(), family.r())];
        for (int i = 0; i < family.k(); i++) {
            int[] row = family.indices(i);
            for (int l = 0; l < row.length; l++) {
                all[i * family.r() + l] = row[l];
            }
        }
        return NpyWriter.bytes(all, family.k(), family.r());
    }

    /**
     * Reads a model.
     *
     * @param file where
     * @return the model
     * @throws BadDataException if it is none, of a newer format, or damaged
     * @throws IOException      if it cannot be read
     */
    public static Model load(Path file) throws IOException {
        return of(file, NpzFile.read(file));
    }

    /**
     * Reads a model from memory.
     *
     * @param bytes what {@link #toBytes} has given, or the content of a file
     * @param name  what messages call it by
     * @return the model
     * @throws BadDataException if it is none, of a newer format, or damaged
     */
    public static Model of(byte[] bytes, String name) throws BadDataException {
        return of(name, NpzFile.of(name, bytes));
    }

    private static Model of(Object file, Map<String, byte[]> entries) throws BadDataException {
        if (!entries.containsKey(PROPERTIES)) {
            throw new BadDataException(file + " is no model: " + PROPERTIES + " is missing");
        }
        Properties text = new Properties();
        try {
            text.load(new StringReader(new String(entries.get(PROPERTIES), StandardCharsets.UTF_8)));
            double format = number(text, "format");
            if (format > FORMAT) {
                throw new BadDataException(file + " has format version " + text.getProperty("format")
                    + ", and this version reads up to " + FORMAT);
            }
            if (format != 1 && format != FORMAT) {
                throw Check.illegal("format", text.getProperty("format"), "must be 1 or " + FORMAT);
            }
            Entries arrays = new Entries(file, entries);
            Preprocessing preprocessing = new Preprocessing(arrays.vector("mean"), arrays.scales(),
                format == 1 ? 0 : number(text, "labelShift"), number(text, "labelScale"), truth(text, "intercept"));
            SensingFamily family = family(text, arrays, file, preprocessing.dimension());
            Network network = new Network(family, arrays.vector("q"), Check.leak("alpha", number(text, "alpha")));
            Map<String, String> properties = text.stringPropertyNames().stream().filter(name -> name.startsWith(PREFIX))
                .collect(Collectors.toMap(name -> name.substring(PREFIX.length()), text::getProperty));
            return new Model(network, arrays.vector("w"), preprocessing, properties);
        } catch (IllegalArgumentException | IOException e) {
            throw e instanceof BadDataException bad ? bad
                : new BadDataException(file + " makes no sense: " + e.getMessage());
        }
    }

    private static double number(Properties text, String name) {
        try {
            return Double.parseDouble(text.getProperty(name, ""));
        } catch (NumberFormatException e) {
            throw Check.illegal(name, text.getProperty(name), "must be a number");
        }
    }

    private static boolean truth(Properties text, String name) {
        return switch (text.getProperty(name, "")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Check.illegal(name, text.getProperty(name), "must be true or false");
        };
    }

    /** The family, of which the dimension of its inputs is known before anything is allocated for it. */
    private static SensingFamily family(Properties text, Entries arrays, Object file, int dimension)
        throws BadDataException {
        String name = text.getProperty("family", "");
        return switch (name) {
            case "affine" -> new AffineFamily(arrays.array("M").readMatrix(), arrays.array("C").readMatrix(),
                arrays.vector("q").length);
            case "dense" -> new DenseFamily(arrays.array("A").readMatrices());
            case "selection" -> {
                if (number(text, "n") != dimension) {
                    throw Check.illegal("n", text.getProperty("n"), "must be " + dimension + ", as mean and intercept "
                        + "say");
                }
                yield selection(arrays.array("indices").readMatrix(), dimension);
            }
            case "single-gate" -> new SingleGate(arrays.vector("w").length);
            default -> throw new BadDataException(file + " has sensing matrices of an unknown family '" + name + "'");
        };
    }

    private static SensingFamily selection(Matrix rows, int n) {
        int[][] indices = new int[rows.rows()][rows.columns()];
        for (int i = 0; i < rows.rows(); i++) {
            for (int l = 0; l < rows.columns(); l++) {
                double index = rows.get(i, l);
                indices[i][l] = (int) index;
                if (indices[i][l] != index) {
                    throw Check.illegal("indices[" + i + "][" + l + "]", index, "must be a whole number");
                }
            }
        }
        return new SelectionFamily(indices, n);
    }

    /** The arrays of a file. */
    private record Entries(Object file, Map<String, byte[]> entries) {

        NpyFile array(String name) throws BadDataException {
            byte[] bytes = entries.get(name + ".npy");
            if (bytes == null) {
                throw new BadDataException(file + " is cut off: " + name + ".npy is missing");
            }
            return NpyFile.of(name + ".npy in " + file, bytes);
        }

        double[] vector(String name) throws BadDataException {
            NpyFile array = array(name);
            array.requireShape("a vector", -1);
            return array.readAll();
        }

        /** Scales, which are infinite where a column is left out. */
        double[] scales() throws BadDataException {
            NpyFile array = array("scale");
            array.requireShape("a vector", -1);
            double[] all = new double[Math.toIntExact(array.rows())];
            for (int j = 0; j < all.length; j++) {
                array.read(j, all, j);
            }
            return all;
        }
    }
}
