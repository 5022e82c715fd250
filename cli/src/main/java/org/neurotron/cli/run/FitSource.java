package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.LineNumbers;
import org.neurotron.cli.file.MissingCells;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.file.TableColumns;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.data.BadDataException;
import org.neurotron.data.NpyFile;
import org.neurotron.data.NpySamples;

/** Where the data of a fit come from: arrays, or a table. */
public sealed interface FitSource {

    /**
     * Opens the data.
     *
     * @param folder   where temporary files may lie, in possession of this process
     * @param terminal where to show progress
     * @return data to be closed
     * @throws BadDataException if they are not as they must be
     */
    Data open(ResultFolder folder, Terminal terminal) throws IOException;

    /** The files that hold the data. */
    List<Path> files();

    /** Under the names of the options. */
    void addTo(ObjectNode node);

    /**
     * Data in files that can be read in any order.
     *
     * @param inputs    N × n
     * @param labels    N
     * @param table     how the inputs come from the columns of a table, or null if there is none
     * @param target    what the labels are called there, or null
     * @param lines     in which lines the rows begin there, or null
     * @param temporary files that go with the data
     */
    record Data(NpyFile inputs, NpyFile labels, TableColumns table, String target, LineNumbers lines,
                List<NewFile> temporary) implements AutoCloseable {

        /** Opens both files, or none. */
        static Data open(Path inputs, Path labels, TableColumns table, String target, LineNumbers lines,
                         List<NewFile> temporary) throws IOException {
            NpyFile x = NpyFile.open(inputs);
            boolean good = false;
            try {
                Data data = new Data(x, NpyFile.open(labels), table, target, lines, temporary);
                good = true;
                return data;
            } finally {
                if (!good) {
                    x.close();
                }
            }
        }

        /** The names of the inputs and, last, of the target; null if they have none. */
        List<String> columns() {
            return table == null ? null : Stream.concat(table.inputNames().stream(), Stream.of(target)).toList();
        }

        /** Where a sample is to be found: the line of the table in which it begins, from 1, or the row, from 0. */
        long line(long index) {
            return lines == null ? index : lines.of(index);
        }

        /** Puts into the properties of a model what must be known of the columns. */
        void addColumns(Map<String, String> properties) {
            if (table != null) {
                table.addTo(properties);
            }
        }

        /** The samples, of which every number is finite. */
        NpySamples samples() throws IOException {
            NpySamples samples = new NpySamples(inputs, labels);
            if (temporary.isEmpty()) {
                // Those of a table have been looked at one by one.
                inputs.requireFinite();
                labels.requireFinite();
            }
            return samples;
        }

        @Override
        public void close() throws IOException {
            inputs.close();
            labels.close();
            for (NewFile file : temporary) {
                file.close();
            }
        }
    }

    /**
     * Two NPY files.
     *
     * @param inputs N × n
     * @param labels N
     */
    record Arrays(Path inputs, Path labels) implements FitSource {

        @Override
        public Data open(ResultFolder folder, Terminal terminal) throws IOException {
            return Data.open(inputs, labels, null, null, null, List.of());
        }

        @Override
        public List<Path> files() {
            return List.of(inputs, labels);
        }

        @Override
        public void addTo(ObjectNode node) {
            node.put("inputs", inputs.toString());
            node.put("labels", labels.toString());
        }
    }

    /**
     * A CSV file, of which a binary copy is made, as its rows cannot be read in any order.
     *
     * @param file     the file
     * @param target   the column of the labels
     * @param features the columns of the inputs, or null for all others
     * @param missing  what becomes of missing cells
     */
    record Table(Path file, String target, List<String> features, MissingCells missing) implements FitSource {

        @Override
        public Data open(ResultFolder folder, Terminal terminal) throws IOException {
            return TableCopy.of(this, folder, terminal);
        }

        @Override
        public List<Path> files() {
            return List.of(file);
        }

        @Override
        public void addTo(ObjectNode node) {
            node.put("data", file.toString());
            node.put("target", target);
            if (features != null) {
                node.put("features", Csv.row(features));
            }
            node.put(TableColumns.MISSING, missing.id());
        }
    }
}
