package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.neurotron.cli.figure.Label;
import org.neurotron.cli.figure.Names;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.Robust;
import org.neurotron.training.RunSettings;

/**
 * An option of which a sweep takes several values: all that has to be known of it, so that no table, file or picture
 * has a list of its own.
 *
 * @param <T> what its values are
 */
public final class ListedOption<T> {

    /** The law of the inputs. */
    public static final ListedOption<InputDistribution> DISTRIBUTION = new ListedOption<>("distribution",
        each(InputDistribution::parse), run -> run.oracle().distribution(), Names::of,
        law -> "inputs " + Names.of(law));

    /** The kind of attack. */
    public static final ListedOption<Attack> ATTACK = new ListedOption<>("attack", each(Attack::of),
        run -> run.oracle().attack(), Attack::id, attack -> attack + " attack");

    /** The width of the network. */
    public static final ListedOption<Integer> K = number("k", new Numbers.Size(), run -> run.problem().k());

    /** The size of the mini-batches. */
    public static final ListedOption<Integer> B = number("b", new Numbers.Size(), run -> run.learner().b());

    /** The bound on the distortion. */
    public static final ListedOption<Double> THETA = number("theta", new Numbers.Bound(), run -> run.oracle().theta());

    /** The probability of an attack. */
    public static final ListedOption<Double> BETA = number("beta", new Numbers.Real(), run -> run.oracle().beta());

    /** The learning rate, which may be the result of a computation: five digits of it are shown. */
    public static final ListedOption<Double> ETA = new ListedOption<>("eta", numbers("eta", new Numbers.Real()),
        run -> run.learner().eta(), eta -> Label.rounded(eta, 5), eta -> "η = " + Label.rounded(eta, 5));

    /** The algorithm. */
    public static final ListedOption<Algorithm> ALGORITHM = new ListedOption<>("algorithm", each(Algorithm::of),
        run -> run.learner().algorithm(), Names::of, Names::of);

    /** What is done about false labels. */
    public static final ListedOption<Robust> ROBUST = new ListedOption<>("robust",
        texts -> texts.stream().map(Robust::parse).toList(), run -> run.learner().robust(), Names::of, Names::of);

    /** The name of a rule whose threshold follows a quantile, a part of {@link #ROBUST}. */
    public static final ListedOption<String> RULE = part("rule", run -> run.learner().robust().name(),
        Function.identity(), Function.identity());

    /** The quantile that the threshold of such a rule follows, the other part. */
    public static final ListedOption<Double> TAU = part("tau",
        run -> ((Robust.Following) run.learner().robust()).tau(), Label::number, tau -> "τ = " + Label.number(tau));

    /** All of them, in the order of columns in tables; of all combinations the last varies fastest. */
    public static final List<ListedOption<?>> ALL = List.of(DISTRIBUTION, ATTACK, K, B, THETA, BETA, ETA, ALGORITHM,
        ROBUST);

    private final String name;
    private final Function<List<String>, List<T>> parser;
    private final Function<RunSettings, T> reader;
    private final Function<T, String> shown;
    private final Function<T, String> label;

    private ListedOption(String name, Function<List<String>, List<T>> parser, Function<RunSettings, T> reader,
                         Function<T, String> shown, Function<T, String> label) {
        this.name = name;
        this.parser = parser;
        this.reader = reader;
        this.shown = shown;
        this.label = label;
    }

    private static <T extends Number> ListedOption<T> number(String name, Numbers.Reader<T> parser,
                                                             Function<RunSettings, T> reader) {
        Function<T, String> shown = value -> Label.number(value.doubleValue());
        return new ListedOption<>(name, numbers(name, parser), reader, shown,
            value -> Names.symbol(name) + " = " + shown.apply(value));
    }

    /** What pictures lay out by itself and nobody gives by itself. */
    private static <T> ListedOption<T> part(String name, Function<RunSettings, T> reader, Function<T, String> shown,
                                            Function<T, String> label) {
        return new ListedOption<>(name, _ -> {
            throw new UnsupportedOperationException(name + " is part of another option");
        }, reader, shown, label);
    }

    private static <T> Function<List<String>, List<T>> each(Function<String, T> parser) {
        return texts -> texts.stream().map(parser).toList();
    }

    /** Numbers may stand in ranges. */
    private static <T extends Number> Function<List<String>, List<T>> numbers(String name, Numbers.Reader<T> reader) {
        String option = "--" + name;
        return texts -> Range.expanded(option, texts, !(reader instanceof Numbers.Real)).stream()
            .map(text -> reader.valueOf(option, text)).toList();
    }

    /** Its name without dashes, which is also that of columns in tables. */
    public String name() {
        return name;
    }

    /** Its symbol in pictures, such as θ. */
    public String symbol() {
        return Names.symbol(name);
    }

    /** Reads values as they stand on the command line. */
    List<T> parse(List<String> texts) {
        return parser.apply(texts);
    }

    /** Its value in some settings. */
    public T of(RunSettings run) {
        return reader.apply(run);
    }

    /** Its value as text that can be read again. */
    public String text(RunSettings run) {
        return of(run).equals(Double.POSITIVE_INFINITY) ? Numbers.Bound.NONE : of(run).toString();
    }

    /** Its value for JSON. */
    public JsonNode json(RunSettings run) {
        return switch (of(run)) {
            case Integer number -> JsonNodeFactory.instance.numberNode(number);
            case Double number when number < Double.POSITIVE_INFINITY -> JsonNodeFactory.instance.numberNode(number);
            case Object _ -> JsonNodeFactory.instance.textNode(text(run));
        };
    }

    /** Its value as a number, if it is one. */
    public double number(RunSettings run) {
        return ((Number) of(run)).doubleValue();
    }

    /** Its value as pictures show it, such as 0.25 or N(0, 1). */
    public String shown(RunSettings run) {
        return shown.apply(of(run));
    }

    /** What it is and its value, such as θ = 0.25 or inputs N(0, 1). */
    public String label(RunSettings run) {
        return label.apply(of(run));
    }

    /** Those of which there are several values among some settings. */
    public static List<ListedOption<?>> varied(List<RunSettings> all) {
        return ALL.stream().filter(option -> all.stream().map(option::of).distinct().count() > 1)
            .<ListedOption<?>>map(option -> option).toList();
    }

    /**
     * The same, as pictures lay them out: where rules with several quantiles are compared, the quantile is a number of
     * its own, and a learning rate that was found for each combination of the others is none.
     */
    public static List<ListedOption<?>> variedParts(List<RunSettings> all) {
        List<Robust> rules = all.stream().map(ROBUST::of).distinct().toList();
        List<ListedOption<?>> parts = new ArrayList<>(varied(all));
        if (isEtaFound(all)) {
            parts.remove(ETA);
        }
        if (!rules.stream().allMatch(Robust.Following.class::isInstance)
            || rules.stream().map(Robust::name).distinct().count() == rules.size()) {
            return parts;
        }
        parts.remove(ROBUST);
        if (rules.stream().map(Robust::name).distinct().count() > 1) {
            parts.add(RULE);
        }
        parts.add(TAU);
        return parts;
    }

    /** Whether the learning rate is a function of the other options, not combined with each of them. */
    static boolean isEtaFound(List<RunSettings> all) {
        long combinations = 1;
        for (ListedOption<?> option : ALL) {
            combinations *= all.stream().map(option::of).distinct().count();
        }
        return combinations > all.size();
    }

    @Override
    public String toString() {
        return name;
    }
}
