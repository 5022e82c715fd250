package org.neurotron.cli.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.BadDataException;

/**
 * How the columns of a table become the inputs of a model: numbers as they are, texts as an input for each category
 * that is 1 where the cell holds it and else 0. A model carries it in its properties, for each input j
 *
 * <pre>
 * feature.j    the name of the input: that of its column, or COLUMN=CATEGORY
 * column.j     the column, if it is one of texts
 * category.j   the category, if it is one of texts
 * mean.j       the mean of the column, if it is one of numbers
 * </pre>
 *
 * of which models had only the first before there were texts.
 */
public final class TableColumns {

    /** The property with the name of an input: this and its number. */
    public static final String FEATURE = "feature.";

    /** The property that says how cells without content were taken. */
    public static final String MISSING = "missing";

    private static final String COLUMN = "column.";
    private static final String CATEGORY = "category.";
    private static final String MEAN = "mean.";

    /** A column of which inputs are made. */
    public sealed interface Column {

        /** What it is called in the header. */
        String name();

        /** How many inputs it makes. */
        int width();
    }

    /**
     * A column of numbers.
     *
     * @param name what it is called
     * @param mean the mean of those it was fitted to, or NaN if that is not known
     */
    public record Numeric(String name, double mean) implements Column {

        @Override
        public int width() {
            return 1;
        }
    }

    /**
     * A column of texts.
     *
     * @param name       what it is called
     * @param categories the texts it was fitted to, in the order of the inputs, and the place of each
     */
    public record Categorical(String name, Map<String, Integer> categories) implements Column {

        @Override
        public int width() {
            return categories.size();
        }
    }

    private final List<Column> columns;
    private final int inputs;

    /** Columns in the order of the inputs. */
    public TableColumns(List<Column> columns) {
        this.columns = List.copyOf(columns);
        inputs = columns.stream().mapToInt(Column::width).reduce(0, Math::addExact);
    }

    /** Whether a property of a model is one of those in which columns are kept. */
    public static boolean isProperty(String name) {
        return Stream.of(FEATURE, COLUMN, CATEGORY, MEAN).anyMatch(name::startsWith);
    }

    /** Columns of numbers of which no more is known. */
    public static TableColumns numeric(List<String> names) {
        return new TableColumns(names.stream().<Column>map(name -> new Numeric(name, Double.NaN)).toList());
    }

    /** The columns, in the order of the inputs. */
    public List<Column> columns() {
        return columns;
    }

    /** How many inputs they make. */
    public int inputs() {
        return inputs;
    }

    /** The names of the columns. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** The names of the inputs. */
    public List<String> inputNames() {
        List<String> names = new ArrayList<>(inputs);
        for (Column column : columns) {
            switch (column) {
                case Numeric(String name, _) -> names.add(name);
                case Categorical(String name, Map<String, Integer> categories) ->
                    byPlace(categories).forEach(category -> names.add(name + "=" + category));
            }
        }
        return names;
    }

    private static List<String> byPlace(Map<String, Integer> categories) {
        String[] names = new String[categories.size()];
        categories.forEach((name, place) -> names[place] = name);
        return List.of(names);
    }

    /** Whether each column of numbers knows its mean. */
    public boolean haveMeans() {
        return columns.stream().noneMatch(column -> column instanceof Numeric(_, double mean) && Double.isNaN(mean));
    }

    /** Puts them into the properties of a model. */
    public void addTo(Map<String, String> properties) {
        List<String> names = inputNames();
        int j = 0;
        for (Column column : columns) {
            switch (column) {
                case Numeric(String _, double mean) -> {
                    properties.put(FEATURE + j, names.get(j));
                    if (!Double.isNaN(mean)) {
                        properties.put(MEAN + j, Double.toString(mean));
                    }
                    j++;
                }
                case Categorical(String name, Map<String, Integer> categories) -> {
                    for (String category : byPlace(categories)) {
                        properties.put(FEATURE + j, names.get(j));
                        properties.put(COLUMN + j, name);
                        properties.put(CATEGORY + j, category);
                        j++;
                    }
                }
            }
        }
    }

    /**
     * Finds them in the properties of a model.
     *
     * @param model where they come from, for messages
     * @return none if the model does not know the names of its inputs
     * @throws BadDataException if they make no sense
     */
    public static TableColumns of(Map<String, String> properties, Object model) throws BadDataException {
        List<Column> columns = new ArrayList<>();
        Map<String, Integer> categories = new HashMap<>();
        for (int j = 0; properties.containsKey(FEATURE + j); j++) {
            String name = properties.get(COLUMN + j);
            if (name == null) {
                columns.add(new Numeric(properties.get(FEATURE + j), mean(properties, j, model)));
                continue;
            }
            String category = properties.get(CATEGORY + j);
            if (category == null || categories.putIfAbsent(category, categories.size()) != null) {
                throw new BadDataException(model + " makes no sense: " + CATEGORY + j
                    + (category == null ? " is missing" : " is there twice"));
            }
            if (!name.equals(properties.get(COLUMN + (j + 1)))) {
                columns.add(new Categorical(name, Map.copyOf(categories)));
                categories.clear();
            }
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new BadDataException(model + " makes no sense: it has two columns "
                    + Messages.quoted(column.name()));
            }
        }
        return new TableColumns(columns);
    }

    private static double mean(Map<String, String> properties, int j, Object model) throws BadDataException {
        String text = properties.get(MEAN + j);
        double mean = text == null ? Double.NaN : Decimals.parse(text);
        if (text != null && !Double.isFinite(mean)) {
            throw new BadDataException(model + " makes no sense: " + MEAN + j + " = " + Messages.quoted(text)
                + "; must be a finite number");
        }
        return mean;
    }
}
