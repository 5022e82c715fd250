package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.terminal.Failure;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.RunSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that describe what is run, shared by all commands that run something. Some take lists, for commands that
 * run all their combinations. The defaults are sim01's with θ = 0.25.
 */
public final class RunOptions {

    private static final int MOST_COMBINATIONS = 100_000;

    /** What may stand for a learning rate that is not known yet. */
    private static final String THEOREM = "theorem";

    @Option(names = "--distribution", defaultValue = "normal:1", paramLabel = "LAW", split = ",",
        description = "law of each input coordinate: " + InputDistribution.FORMS + " (default: ${DEFAULT-VALUE})")
    private List<String> distribution;

    @Option(names = "--n", defaultValue = "100", paramLabel = "N", converter = Numbers.Size.class,
        description = "dimension of the inputs (default: ${DEFAULT-VALUE})")
    private int n;

    @Option(names = "--r", defaultValue = "25", paramLabel = "R", converter = Numbers.Size.class,
        description = "dimension of the filter (default: ${DEFAULT-VALUE})")
    private int r;

    @Option(names = "--k", defaultValue = "10", paramLabel = "K", split = ",", converter = Numbers.Size.class,
        description = "width of the network, even (default: ${DEFAULT-VALUE})")
    private List<Integer> k;

    @Option(names = "--b", defaultValue = "16", paramLabel = "B", split = ",", converter = Numbers.Size.class,
        description = "size of the mini-batches (default: ${DEFAULT-VALUE})")
    private List<Integer> b;

    @Option(names = "--eta", defaultValue = "1e-4", paramLabel = "ETA", split = ",",
        description = "learning rate, > 0; train also takes theorem, for what Theorem 1 prescribes (default: "
            + "${DEFAULT-VALUE})")
    private List<String> eta;

    @Option(names = "--theta", defaultValue = "0.25", paramLabel = "THETA", split = ",", converter = Numbers.Real.class,
        description = "bound on the distortion of a label, >= 0 (default: ${DEFAULT-VALUE})")
    private List<Double> theta;

    @Option(names = "--beta", defaultValue = "0.5", paramLabel = "BETA", split = ",", converter = Numbers.Real.class,
        description = "probability that a label is attacked, 0 to 1 (default: ${DEFAULT-VALUE})")
    private List<Double> beta;

    @Option(names = "--alpha", defaultValue = "0", paramLabel = "ALPHA", converter = Numbers.Real.class,
        description = "leak of the activation, >= 0 and < 1 (default: ${DEFAULT-VALUE})")
    private double alpha;

    @Option(names = "--q", defaultValue = "1", paramLabel = "Q[,Q...]", split = ",", converter = Numbers.Real.class,
        description = "outer weights: one number for all gates, or k numbers (default: ${DEFAULT-VALUE})")
    private List<Double> q;

    @Option(names = "--attack", defaultValue = "alternating", paramLabel = "KIND", split = ",",
        description = "alternating, uniform, constant or realizable (default: ${DEFAULT-VALUE})")
    private List<String> attack;

    @Option(names = "--algorithm", defaultValue = "tron", paramLabel = "NAME", split = ",",
        description = "tron, sgd or sgd-published (default: ${DEFAULT-VALUE})")
    private List<String> algorithm;

    @Option(names = "--sensing", defaultValue = "gaussian", paramLabel = "HOW", converter = SensingConverter.class,
        description = "how M is drawn: gaussian, or wishart[:DEGREES] (default: ${DEFAULT-VALUE})")
    private SensingSampling sensing;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "SEED", converter = Numbers.Seed.class,
        description = "seed of all random numbers (default: ${DEFAULT-VALUE})")
    private long seed;

    /**
     * What is run, checked.
     *
     * @param all  every combination of the listed values
     * @param seed the seed
     */
    public record Settings(List<RunSettings> all, long seed) {

        /** The settings of a command that takes no lists. */
        public RunSettings only() {
            return all.getFirst();
        }

        /** All of it under the names of the options, so that a file of options can be made from it. */
        public void addTo(ObjectNode node) {
            LISTED.forEach((name, value) -> {
                List<JsonNode> values = all.stream().map(value).distinct().toList();
                node.set(name, values.size() == 1 ? values.getFirst() : node.arrayNode().addAll(values));
            });
            ProblemSettings problem = only().problem();
            node.put("n", problem.n());
            node.put("r", problem.r());
            node.put("alpha", problem.alpha());
            node.set("q", node.arrayNode().addAll(problem.q().stream().map(node::numberNode).toList()));
            node.put("sensing", problem.sensing().toString());
            node.put("seed", seed);
        }

        /** All of it as options of the command line. */
        public List<String> arguments() {
            ObjectNode node = RunJson.object();
            addTo(node);
            return RunJson.configuration(node);
        }
    }

    /** The options that take lists, by name, and what they are in the settings; the last varies fastest. */
    public static final Map<String, Function<RunSettings, JsonNode>> LISTED = new LinkedHashMap<>();

    static {
        JsonNodeFactory json = JsonNodeFactory.instance;
        LISTED.put("distribution", run -> json.textNode(run.oracle().distribution().toString()));
        LISTED.put("attack", run -> json.textNode(run.oracle().attack().id()));
        LISTED.put("k", run -> json.numberNode(run.problem().k()));
        LISTED.put("b", run -> json.numberNode(run.learner().b()));
        LISTED.put("theta", run -> json.numberNode(run.oracle().theta()));
        LISTED.put("beta", run -> json.numberNode(run.oracle().beta()));
        LISTED.put("eta", run -> json.numberNode(run.learner().eta()));
        LISTED.put("algorithm", run -> json.textNode(run.learner().algorithm().id()));
    }

    /**
     * What a {@code run.json} says was run.
     *
     * @param run    its content
     * @param folder where it is
     * @throws Failure if it makes no sense
     */
    public static Settings of(ObjectNode run, Path folder) {
        Holder holder = new Holder();
        CommandLine commandLine = new CommandLine(holder).setUnmatchedArgumentsAllowed(true);
        try {
            commandLine.parseArgs(RunJson.configuration(run).toArray(String[]::new));
            return holder.options.settings(commandLine);
        } catch (ParameterException e) {
            throw new Failure("the configuration in " + folder.resolve(FileNames.RUN) + " makes no sense: "
                + e.getMessage());
        }
    }

    /** A command with these options only. */
    @Command
    private static final class Holder {
        @Mixin
        private RunOptions options;
    }

    /** The options that decide how much memory a run takes, for messages. */
    public static String sizes(RunSettings run) {
        return "--n " + run.problem().n() + " --r " + run.problem().r() + " --k " + run.problem().k() + " --b "
            + run.learner().b();
    }

    /** The seed. */
    public long seed() {
        return seed;
    }

    /** Whether the learning rate is to be that of Theorem 1. */
    public boolean wantsPrescribedEta() {
        return eta.equals(List.of(THEOREM));
    }

    /**
     * Reads the options of a single run whose learning rate may be that of Theorem 1.
     *
     * @param commandLine the command
     * @param prescribed  gives that rate for the settings, in which another one stands for it
     */
    public Settings single(CommandLine commandLine, ToDoubleFunction<RunSettings> prescribed) {
        if (!wantsPrescribedEta()) {
            return single(commandLine);
        }
        Settings settings = single(settings(commandLine, List.of(1.0)), commandLine);
        RunSettings run = settings.only();
        LearnerSettings learner = new LearnerSettings(run.learner().algorithm(), run.learner().b(),
            prescribed.applyAsDouble(run));
        return new Settings(List.of(new RunSettings(run.problem(), run.oracle(), learner)), settings.seed());
    }

    /** Reads the options of a single run, or complains of the first that is out of range or a list. */
    public Settings single(CommandLine commandLine) {
        return single(settings(commandLine), commandLine);
    }

    private static Settings single(Settings settings, CommandLine commandLine) {
        if (settings.all().size() > 1) {
            LISTED.forEach((name, value) -> {
                List<String> values = settings.all().stream().map(run -> value.apply(run).asText()).distinct().toList();
                if (values.size() > 1) {
                    throw new ParameterException(commandLine, Messages.invalid("--" + name, String.join(",", values),
                        "must be one value; neurotron sweep takes lists"));
                }
            });
        }
        return settings;
    }

    /** Reads the options, or complains of the first that is out of range. */
    public Settings settings(CommandLine commandLine) {
        return settings(commandLine, eta.stream().map(text -> {
            try {
                return new Numbers.Real().convert(text);
            } catch (TypeConversionException e) {
                throw new ParameterException(commandLine, Messages.invalid("--eta", text,
                    text.equals(THEOREM) ? "must be a number; train takes it" : "must be a number"));
            }
        }).toList());
    }

    private Settings settings(CommandLine commandLine, List<Double> rates) {
        try {
            List<InputDistribution> laws = distribution.stream().map(InputDistribution::parse).toList();
            List<Attack> attacks = attack.stream().map(Attack::of).toList();
            List<Algorithm> algorithms = algorithm.stream().map(Algorithm::of).toList();
            sensing.requireFits(r, n);
            Map<String, List<?>> lists = new LinkedHashMap<>();
            lists.put("distribution", laws);
            lists.put("attack", attacks);
            lists.put("k", k);
            lists.put("b", b);
            lists.put("theta", theta);
            lists.put("beta", beta);
            lists.put("eta", rates);
            lists.put("algorithm", algorithms);
            int count = combinations(lists, commandLine);
            List<RunSettings> all = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                Digits digits = new Digits(i);
                Algorithm how = digits.pick(algorithms);
                double rate = digits.pick(rates);
                double probability = digits.pick(beta);
                double bound = digits.pick(theta);
                int size = digits.pick(b);
                int width = digits.pick(k);
                Attack kind = digits.pick(attacks);
                InputDistribution law = digits.pick(laws);
                all.add(new RunSettings(new ProblemSettings(n, r, width, alpha, q, sensing),
                    new OracleSettings(law, kind, bound, probability),
                    new LearnerSettings(how, size, rate)));
            }
            return new Settings(all, seed);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
        }
    }

    /** The number of combinations, if there are not too many and no value stands twice. */
    private static int combinations(Map<String, List<?>> lists, CommandLine commandLine) {
        long count = 1;
        for (Map.Entry<String, List<?>> list : lists.entrySet()) {
            List<?> values = list.getValue();
            count *= values.size();
            String problem = Set.copyOf(values).size() < values.size() ? "must not name a value twice"
                : count > MOST_COMBINATIONS ? "must give at most " + MOST_COMBINATIONS + " combinations" : "";
            if (!problem.isEmpty()) {
                throw new ParameterException(commandLine, Messages.invalid("--" + list.getKey(),
                    values.stream().map(Object::toString).collect(Collectors.joining(",")), problem));
            }
        }
        return (int) count;
    }

    /** The number of a combination, taken apart: the list that is picked from first varies fastest. */
    private static final class Digits {

        private int rest;

        Digits(int number) {
            rest = number;
        }

        <T> T pick(List<T> values) {
            T value = values.get(rest % values.size());
            rest /= values.size();
            return value;
        }
    }

    private static final class SensingConverter implements ITypeConverter<SensingSampling> {
        @Override
        public SensingSampling convert(String text) {
            try {
                return SensingSampling.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' must be " + SensingSampling.FORMS);
            }
        }
    }
}
