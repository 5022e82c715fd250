package org.neurotron.cli.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.neurotron.cli.file.Csv;
import org.neurotron.cli.file.CsvRows;
import org.neurotron.cli.file.NewFile;
import org.neurotron.cli.file.ResultFolder;
import org.neurotron.cli.terminal.Progress;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.data.BadDataException;
import org.neurotron.data.NpyFile;
import org.neurotron.data.NpySamples;
import org.neurotron.data.NpyWriter;

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
     * @param columns   names of the inputs and of the target, or null if they have none
     * @param temporary files that go with the data
     */
    record Data(NpyFile inputs, NpyFile labels, List<String> columns, List<NewFile> temporary)
        implements AutoCloseable {

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
            NpyFile x = NpyFile.open(inputs);
            boolean good = false;
            try {
                Data data = new Data(x, NpyFile.open(labels), null, List.of());
                good = true;
                return data;
            } finally {
                if (!good) {
                    x.close();
                }
            }
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
     */
    record Table(Path file, String target, List<String> features) implements FitSource {

        @Override
        public Data open(ResultFolder folder, Terminal terminal) throws IOException {
            // They never get their names: nothing may come upon files that are mapped, and nothing of them shall stay.
            List<NewFile> temporary = new ArrayList<>();
            boolean good = false;
            try {
                for (String name : ResultFolder.COPIES) {
                    temporary.add(new NewFile(folder.file(name)));
                }
                NewFile inputs = temporary.getFirst();
                NewFile labels = temporary.getLast();
                List<String> columns = copy(inputs, labels, terminal);
                Data data = new Data(NpyFile.open(inputs.path()), NpyFile.open(labels.path()), columns, temporary);
                good = true;
                return data;
            } finally {
                if (!good) {
                    for (NewFile file : temporary) {
                        file.close();
                    }
                }
            }
        }

        private List<String> copy(NewFile inputs, NewFile labels, Terminal terminal) throws IOException {
            try (CsvRows rows = new CsvRows(file);
                 Progress progress = terminal.progress("reading", "bytes", 0, Files.size(file))) {
                List<String> columns = new ArrayList<>(features == null ? rows.header() : features);
                columns.remove(target);
                if (columns.isEmpty()) {
                    throw new BadDataException(file + " has no column besides the target");
                }
                columns.add(target);
                rows.choose(columns);
                int n = columns.size() - 1;
                double[] row = new double[n + 1];
                long count = 0;
                try (NpyWriter x = new NpyWriter(inputs.target(), inputs.channel(), n);
                     NpyWriter v = new NpyWriter(labels.target(), labels.channel())) {
                    long read = 0;
                    for (; rows.next(row); count++) {
                        x.write(row, 0);
                        v.write(row, n);
                        progress.stepped(rows.bytesRead() - read);
                        read = rows.bytesRead();
                    }
                }
                if (count == 0) {
                    throw new BadDataException(file + " has no rows below its header");
                }
                return columns;
            }
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
        }
    }
}
