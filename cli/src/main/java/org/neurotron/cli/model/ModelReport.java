package org.neurotron.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.Model;
import org.neurotron.data.UntrainedModel;
import org.neurotron.network.AffineFamily;
import org.neurotron.network.DenseFamily;
import org.neurotron.network.SelectionFamily;
import org.neurotron.network.SensingFamily;
import org.neurotron.network.SingleGate;

/** What is in a model, for people and as JSON. */
public final class ModelReport {

    /** So many features are shown unless more are wanted. */
    public static final int USUALLY_SHOWN = 20;

    /** What is known of a fit comes in this order; the rest behind it. */
    private static final List<String> FIRST = List.of("algorithm", "robust", "epochs", "eta", "b");

    /** Of every model the same. */
    private static final String COMMAND = "command";

    /** What the line about the network says already. */
    private static final Set<String> OF_THE_NETWORK = Set.of("alpha", "intercept", "k", "q", "r");

    private static final int NARROWEST = 15;

    private final Path file;
    private final SensingFamily family;
    private final double[] outerWeights;
    private final Gates gates;

    /** What fit has written of itself, in the order in which it is shown. */
    private final Map<String, String> training = new LinkedHashMap<>();

    /** The threshold for residuals, or null. */
    private final String threshold;

    /** Sorted by their effect. */
    private final List<Feature> features = new ArrayList<>();

    /** What the prediction would be for inputs of 0, were all gates open. */
    private final double intercept;

    /**
     * A feature.
     *
     * @param column its place among the inputs, from 0
     * @param name   its name
     * @param weight what the prediction changes by where it grows by 1 and all gates are open
     * @param effect the same without its sign where it grows by its scale
     * @param mean   what is taken from it
     * @param scale  what it is then divided by; infinite if it is left out
     */
    private record Feature(int column, String name, double weight, double effect, double mean, double scale) {

        boolean isDropped() {
            return scale == Double.POSITIVE_INFINITY;
        }
    }

    private ModelReport(ModelFile from) {
        Model model = from.model();
        file = from.path();
        family = model.network().family();
        outerWeights = model.network().outerWeights();
        gates = new Gates(model);
        Map<String, String> about = gates.about();
        threshold = about.remove(UntrainedModel.THRESHOLD);
        about.remove(COMMAND);
        about.values().removeIf(String::isEmpty);
        for (String name : FIRST) {
            if (about.containsKey(name)) {
                training.put(name, about.get(name));
            }
        }
        about.forEach(training::putIfAbsent);
        double[] sum = new double[gates.n() + 1];
        for (int i = 0; i < gates.k(); i++) {
            double[] gate = gates.gate(i);
            for (int j = 0; j < sum.length; j++) {
                sum[j] = Math.fma(gates.share(i), gate[j], sum[j]);
            }
        }
        double constant = sum[gates.n()];
        for (int j = 0; j < gates.n(); j++) {
            double effect = gates.labelScale() * sum[j];
            features.add(new Feature(j, gates.name(j), effect / gates.scale(j), Math.abs(effect), gates.mean(j),
                gates.isDropped(j) ? Double.POSITIVE_INFINITY : gates.scale(j)));
            constant -= sum[j] * (gates.mean(j) / gates.scale(j));
        }
        intercept = gates.labelShift() + gates.labelScale() * constant;
        features.sort(Comparator.comparing(Feature::isDropped)
            .thenComparing(Feature::effect, Comparator.reverseOrder()));
    }

    /** Looks into a model. */
    public static ModelReport of(ModelFile file) {
        return new ModelReport(file);
    }

    /**
     * A feature's weight.
     *
     * @param name   the feature's name, as it may be shown
     * @param effect what the prediction changes by where it grows by its scale and all gates are open
     * @param weight the same where it grows by 1
     * @param mean   what is taken from it
     * @param scale  what it is then divided by
     */
    public record Weight(String name, double effect, double weight, double mean, double scale) {
    }

    /**
     * The features with the largest effects, without those that are left out.
     *
     * @param most how many at most
     */
    public List<Weight> largest(int most) {
        return features.stream().filter(feature -> !feature.isDropped()).limit(most)
            .map(feature -> new Weight(Messages.bothEnds(feature.name), Math.copySign(feature.effect, feature.weight),
                feature.weight, feature.mean, feature.scale)).toList();
    }

    /** How many features are not left out. */
    public long features() {
        return features.stream().filter(feature -> !feature.isDropped()).count();
    }

    /** What the prediction would be for inputs of 0, were all gates open. */
    public double intercept() {
        return intercept;
    }

    /** Whether inputs are not scaled. */
    public boolean takesInputsAsTheyAre() {
        return gates.takesInputsAsTheyAre();
    }

    /** Whether the rule for residuals had a threshold. */
    public boolean hasThreshold() {
        return threshold != null;
    }

    /** All of it, with all features. */
    public ObjectNode json() {
        ObjectNode node = RunJson.object();
        node.put("model", file.toString());
        ObjectNode network = node.putObject("network");
        network.put("family", familyName());
        network.put("features", gates.n());
        network.put("intercept", gates.hasIntercept());
        network.put("n", family.n());
        network.put("r", family.r());
        network.put("k", family.k());
        network.put("leak", gates.leak());
        ArrayNode weights = network.putArray("outerWeights");
        Arrays.stream(outerWeights).forEach(weights::add);
        ObjectNode trained = node.putObject("training");
        training.forEach(trained::put);
        ObjectNode labels = node.putObject("labels");
        labels.put("shift", gates.labelShift());
        labels.put("scale", gates.labelScale());
        if (threshold != null) {
            RunJson.putNumber(node, UntrainedModel.THRESHOLD, number(threshold));
        }
        RunJson.putNumber(node, "intercept", intercept);
        ArrayNode all = node.putArray("features");
        for (Feature feature : features) {
            ObjectNode one = all.addObject();
            one.put("column", feature.column);
            one.put("name", feature.name);
            RunJson.putNumber(one, "weight", feature.weight);
            RunJson.putNumber(one, "effect", feature.effect);
            RunJson.putNumber(one, "mean", feature.mean);
            RunJson.putNumber(one, "scale", feature.scale);
        }
        return node;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /**
     * In words.
     *
     * @param most how many features are shown
     */
    public String words(int most) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("model", Messages.printable(file.toString()));
        lines.put("network", network());
        training.forEach((name, value) -> {
            if (!OF_THE_NETWORK.contains(name)) {
                lines.put(Messages.shortened(name), Messages.shortened(value));
            }
        });
        lines.put("labels", labels());
        if (threshold != null) {
            lines.put(UntrainedModel.THRESHOLD, Messages.shortened(threshold)
                + " (of the residuals, in the units of the labels)");
        }
        int width = Math.max(NARROWEST, 2 + lines.keySet().stream().mapToInt(ModelReport::width).max().orElseThrow());
        StringBuilder words = new StringBuilder();
        lines.forEach((name, value) -> words.append(left(name, width)).append(value).append('\n'));
        return words.append('\n').append(table(most)).append('\n').append(note()).append('\n').toString();
    }

    private String familyName() {
        return switch (family) {
            case SingleGate _ -> "single gate";
            case AffineFamily _ -> "affine";
            case DenseFamily _ -> "dense";
            case SelectionFamily _ -> "selection";
        };
    }

    private String network() {
        double least = Arrays.stream(outerWeights).min().orElseThrow();
        double greatest = Arrays.stream(outerWeights).max().orElseThrow();
        return String.format(Locale.ROOT, "%s, n %d (%s%s), r %d, k %d, leak %s, outer weight%s %s", familyName(),
            family.n(), Messages.counted(gates.n(), "feature"), gates.hasIntercept() ? " and an intercept" : "",
            family.r(), family.k(), shown(gates.leak()), family.k() == 1 ? "" : "s",
            least == greatest ? shown(least) : "from " + shown(least) + " to " + shown(greatest));
    }

    private String labels() {
        return (gates.labelShift() == 0 ? "" : shown(gates.labelShift()) + " + ") + shown(gates.labelScale())
            + " x output of the network";
    }

    /** The features; where inputs are taken as they are, there is nothing to say of them but the weights. */
    private String table(int most) {
        List<Feature> some = features.subList(0, Math.min(most, features.size()));
        List<List<String>> rows = new ArrayList<>();
        boolean scaled = !gates.takesInputsAsTheyAre();
        rows.add(scaled ? List.of("feature", "weight", "effect", "mean", "scale") : List.of("feature", "weight"));
        for (Feature feature : some) {
            String name = Messages.shortened(feature.name);
            rows.add(!scaled ? List.of(name, shown(feature.weight))
                : feature.isDropped() ? List.of(name, "-", "-", shown(feature.mean), "constant")
                : List.of(name, shown(feature.weight), shown(feature.effect), shown(feature.mean),
                    shown(feature.scale)));
        }
        List<String> last = List.of("intercept", shown(intercept));
        rows.add(last);
        int names = rows.stream().mapToInt(row -> width(row.getFirst())).max().orElseThrow();
        int numbers = 2 + rows.stream().flatMap(row -> row.stream().skip(1)).mapToInt(ModelReport::width).max()
            .orElseThrow();
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            if (row == last && some.size() < features.size()) {
                table.append("... and ").append(features.size() - some.size()).append(" more (--all)\n");
            }
            table.append(left(row.getFirst(), names));
            row.stream().skip(1).forEach(cell -> table.append(" ".repeat(numbers - width(cell))).append(cell));
            table.append('\n');
        }
        return table.toString();
    }

    /** What the weights are true of. */
    public String note() {
        String elsewhere = gates.leak() == 0 ? "nothing" : shown(gates.leak()) + " times as much";
        if (gates.k() > 1) {
            return "Weights of the whole network where all " + gates.k() + " gates are open; a gate that is closed "
                + "gives " + elsewhere + ", so that elsewhere they are others.";
        }
        double share = gates.share(0);
        return share == 0 ? "The gate counts for nothing: the outer weight is 0."
            : "Where the prediction is " + (share > 0 ? "below " : "above ") + shown(gates.labelShift())
                + " the gate is closed: there the features give " + elsewhere + ".";
    }

    private static String left(String text, int width) {
        return text + " ".repeat(width - width(text));
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Six digits, without zeros at the end. */
    private static String shown(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return number == 0 ? "0" : Double.toString(number);
        }
        boolean plain = Math.abs(number) >= 1e-4 && Math.abs(number) < 1e6;
        String text = String.format(Locale.ROOT, plain ? "%.6g" : "%.5e", number);
        return text.contains(".") ? text.replaceFirst("\\.?0+(e|$)", "$1") : text;
    }
}
