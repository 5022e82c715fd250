package org.neurotron.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.ProblemSettings;
import org.neurotron.training.RunSettings;
import org.neurotron.training.Sampling;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that describe what is run, shared by all commands that run something. Some take lists, for commands that
 * run all their combinations; see {@link ListedOption}. The defaults are sim01's with θ = 0.25.
 */
public final class RunOptions {

    /** What may stand for a learning rate: the one that Theorem 1 prescribes, and the one with the least error. */
    public static final String THEOREM = "theorem";
    public static final String AUTO = "auto";

    private static final double USUAL_THETA = 0.25;

    @Option(names = "--distribution", defaultValue = "normal:1", paramLabel = "LAW", split = ",",
        hideParamSyntax = true,
        description = "law of the inputs: " + InputDistribution.FORMS + "; the coordinates are independent, or, of the "
            + "multivariate laws, normal with one random scale an input (default: ${DEFAULT-VALUE})")
    private List<String> distribution;

    @Mixin
    private SizeOptions size;

    @Option(names = "--k", defaultValue = "10", paramLabel = "K", split = ",", hideParamSyntax = true,
        description = "width of the network, even (default: ${DEFAULT-VALUE})")
    private List<String> k;

    @Option(names = "--b", defaultValue = "16", paramLabel = "B", split = ",", hideParamSyntax = true,
        description = "size of the mini-batches (default: ${DEFAULT-VALUE})")
    private List<String> b;

    @Option(names = "--eta", defaultValue = "1e-4", paramLabel = "ETA", split = ",", hideParamSyntax = true,
        description = "learning rate, > 0; train and sweep also take auto, for the one with the least expected error "
            + "at the end, and train theorem, for what Theorem 1 prescribes (default: ${DEFAULT-VALUE})")
    private List<String> eta;

    /** What auto came to, for each combination of the other options. */
    @Option(names = "--eta-found", hidden = true, split = ",")
    private List<String> etaFound;

    @Option(names = "--theta", paramLabel = "THETA|inf", split = ",", hideParamSyntax = true,
        description = "bound on the change of a label, >= 0, or inf for an attack that has a size of its own (default: "
            + USUAL_THETA + "; inf for informed, flip, zero, scale and inputs)")
    private List<String> theta;

    @Option(names = "--beta", defaultValue = "0.5", paramLabel = "BETA", split = ",", hideParamSyntax = true,
        description = "probability that a label is attacked, 0 to 1 (default: ${DEFAULT-VALUE})")
    private List<String> beta;

    @Option(names = "--alpha", defaultValue = "0", paramLabel = "ALPHA", converter = Numbers.Real.class,
        description = "leak of the activation, >= 0 and < 1 (default: ${DEFAULT-VALUE})")
    private double alpha;

    @Option(names = "--q", defaultValue = "1", paramLabel = "Q[,...]", split = ",", hideParamSyntax = true,
        converter = Numbers.Real.class,
        description = "outer weights: one number for all gates, or k numbers (default: ${DEFAULT-VALUE})")
    private List<Double> q;

    @Option(names = "--attack", defaultValue = "alternating", paramLabel = "KIND", split = ",", hideParamSyntax = true,
        completionCandidates = Choices.OfAttack.class,
        description = {"what the adversary does to an attacked sample with label y (default: ${DEFAULT-VALUE})",
            "alternating: adds -theta, +theta, -theta, ... from sample to sample of a batch",
            "uniform: adds any number from -theta to theta, at random", "constant: adds theta",
            "realizable: gives it the label of another filter w_adv, as far as theta allows",
            "worst: knows w and w*, adds theta in the direction that leads the learner away from w*",
            "informed: knows --robust and its threshold as well, and gives the residual that does the most harm",
            "flip: gives it -y", "zero: gives it 0", "scale:F: gives it F times y",
            "inputs:S: the learner sees x + S u, u ~ N(0, I), with the label of x",
            "inputs:replace: the learner sees another draw of x, with the label of x"})
    private List<String> attack;

    @Option(names = "--algorithm", defaultValue = "tron", paramLabel = "NAME", split = ",", hideParamSyntax = true,
        completionCandidates = Choices.OfAlgorithm.class,
        description = "tron, sgd or sgd-published (default: ${DEFAULT-VALUE})")
    private List<String> algorithm;

    @Mixin
    private RobustOptions robust;

    @Option(names = "--sensing", defaultValue = "gaussian", paramLabel = "HOW", converter = SensingConverter.class,
        description = "how M is drawn: gaussian, or wishart[:DEGREES] (default: ${DEFAULT-VALUE})")
    private SensingSampling sensing;

    @Option(names = "--sampling", defaultValue = "drawn", paramLabel = "HOW",
        completionCandidates = Choices.OfSampling.class,
        description = {"how samples come about (default: ${DEFAULT-VALUE})", "drawn: all n numbers of every input",
            "projected: only the 2 numbers a gate family sees of an input and what an update needs, with the same law; "
            + "a step costs the same whatever n is; normal and multivariate laws only"})
    private String sampling;

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
            for (ListedOption<?> option : ListedOption.ALL) {
                List<JsonNode> values = all.stream().map(option::json).distinct().toList();
                node.set(option.name(), values.size() == 1 ? values.getFirst() : node.arrayNode().addAll(values));
            }
            if (ListedOption.isEtaFound(all)) {
                node.put(ListedOption.ETA.name(), AUTO);
                node.set("eta-found", node.arrayNode().addAll(all.stream().map(ListedOption.ETA::json).toList()));
            }
            ProblemSettings problem = only().problem();
            node.put("n", problem.n());
            node.put("r", problem.r());
            node.put("alpha", problem.alpha());
            node.set("q", node.arrayNode().addAll(problem.q().stream().map(node::numberNode).toList()));
            node.put("sensing", problem.sensing().toString());
            node.put("sampling", only().oracle().sampling().id());
            node.put("seed", seed);
            RobustOptions.addTo(node, all.stream().map(run -> run.learner().robust()).toList());
        }

        /** All of it as options of the command line. */
        public List<String> arguments() {
            ObjectNode node = RunJson.object();
            addTo(node);
            return RunJson.configuration(node);
        }
    }

    /**
     * What a {@code run.json} says was run.
     *
     * @param run    its content
     * @param folder where it is
     * @throws BadUsage if it makes no sense
     */
    public static Settings of(ObjectNode run, Path folder) {
        Holder holder = new Holder();
        return parsed(run, folder, holder, () -> holder.options.settings(Map.of(AUTO, _ -> 1)));
    }

    /**
     * Reads those options of a {@code run.json} that an object has.
     *
     * @param run         its content
     * @param folder      where it is
     * @param options     an object with options, which receives them
     * @param computation what is made of them
     * @return what that is
     * @throws BadUsage if they make no sense
     */
    static <T> T parsed(ObjectNode run, Path folder, Object options, Computation<T> computation) {
        Set<String> own = names(options);
        List<String> arguments = RunJson.configuration(run).stream()
            .filter(option -> own.contains(option.substring(2).split("=", 2)[0])).toList();
        return parsed("the configuration in " + folder.resolve(FileNames.RUN), options, arguments, computation);
    }

    /**
     * The names of options, without dashes.
     *
     * @param options an object with options
     */
    static Set<String> names(Object options) {
        return new CommandLine(options).getCommandSpec().optionsMap().keySet().stream().map(name -> name.substring(2))
            .collect(Collectors.toSet());
    }

    /** Something that is computed from options. */
    @FunctionalInterface
    public interface Computation<T> {
        T compute();
    }

    /**
     * Reads options that stand in a file, which may be from anybody: all of them must be options, and none names a file
     * of more.
     *
     * @param what        where they stand, for a message
     * @param options     an object with options, which receives them
     * @param arguments   the options
     * @param computation what is made of them
     * @return what that is
     * @throws BadUsage if they make no sense
     */
    static <T> T parsed(String what, Object options, List<String> arguments, Computation<T> computation) {
        try {
            new CommandLine(options).setExpandAtFiles(false).parseArgs(arguments.toArray(String[]::new));
            return computation.compute();
        } catch (ParameterException | BadUsage | IllegalArgumentException e) {
            throw new BadUsage(what + " makes no sense: " + e.getMessage());
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
     * Reads the options of a single run.
     *
     * @param finders give learning rates for settings in which another one stands for it, by what asks for them
     */
    public Settings single(Map<String, ToDoubleFunction<RunSettings>> finders) {
        Settings settings = settings(finders);
        ListedOption.varied(settings.all()).stream().findFirst().ifPresent(option -> {
            throw BadUsage.of("--" + option, String.join(",", typed(option)),
                "must be one value; neurotron sweep takes lists");
        });
        return settings;
    }

    /**
     * Reads the options, or complains of the first that is out of range.
     *
     * @param finders as of {@link #single}
     */
    public Settings settings(Map<String, ToDoubleFunction<RunSettings>> finders) {
        if (etaFound != null && !eta.equals(List.of(AUTO))) {
            throw new BadUsage("--eta-found must be given with --eta auto only");
        }
        for (String word : List.of(AUTO, THEOREM)) {
            if (eta.contains(word) && !(eta.size() == 1 && finders.containsKey(word))) {
                throw BadUsage.of("--eta", String.join(",", eta), eta.size() > 1 ? "must be " + word
                    + " alone or numbers" : "must be a number; train takes it");
            }
        }
        ToDoubleFunction<RunSettings> finder = finders.get(eta.getFirst());
        if (finder == null) {
            return settings(ListedOption.ETA.parse(eta));
        }
        Settings settings = settings(List.of(1.0));
        List<Double> found = etaFound != null ? ListedOption.ETA.parse(etaFound) : null;
        if (found != null && found.size() != settings.all().size()) {
            throw BadUsage.of("--eta-found", String.join(",", etaFound), "must have a number for each of the "
                + settings.all().size() + " settings");
        }
        List<RunSettings> all = new ArrayList<>();
        for (RunSettings one : settings.all()) {
            all.add(one.with(one.learner().with(found != null ? found.get(all.size())
                : finder.applyAsDouble(one))));
        }
        return new Settings(all, settings.seed());
    }

    /** What stands on the command line for an option. */
    private List<String> typed(ListedOption<?> option) {
        return switch (option.name()) {
            case "distribution" -> distribution;
            case "attack" -> attack;
            case "k" -> k;
            case "b" -> b;
            case "theta" -> theta == null ? List.of() : theta;
            case "beta" -> beta;
            case "eta" -> eta;
            case "algorithm" -> algorithm;
            case "robust" -> robust.typed();
            default -> throw new IllegalArgumentException(option.name());
        };
    }

    private Settings settings(List<Double> rates) {
        sensing.requireFits(size.r(), size.n());
        Sampling how = Sampling.of(sampling);
        Combinations lists = new Combinations();
        for (ListedOption<?> option : ListedOption.ALL) {
            List<String> typed = typed(option);
            lists.add(option, typed, option == ListedOption.ETA ? rates : option == ListedOption.THETA ? bounds()
                : option == ListedOption.ROBUST ? robust.rules() : option.parse(typed));
        }
        List<RunSettings> all = new ArrayList<>(lists.count());
        for (int i = 0; i < lists.count(); i++) {
            Combinations.One one = lists.at(i);
            all.add(new RunSettings(
                new ProblemSettings(size.n(), size.r(), one.of(ListedOption.K), alpha, q, sensing),
                new OracleSettings(one.of(ListedOption.DISTRIBUTION), one.of(ListedOption.ATTACK),
                    one.of(ListedOption.THETA), one.of(ListedOption.BETA), how),
                new LearnerSettings(one.of(ListedOption.ALGORITHM), one.of(ListedOption.B),
                    one.of(ListedOption.ETA), one.of(ListedOption.ROBUST))));
        }
        return new Settings(all, seed);
    }

    /** θ, or what is usual for the attacks. */
    private List<Double> bounds() {
        if (theta == null) {
            List<Double> usual = ListedOption.ATTACK.parse(attack).stream().map(one -> switch (one.kind()) {
                case ALTERNATING, UNIFORM, CONSTANT, REALIZABLE, WORST -> USUAL_THETA;
                case INFORMED, FLIP, ZERO, SCALE, INPUTS, REPLACED_INPUTS -> Double.POSITIVE_INFINITY;
            }).distinct().toList();
            if (usual.size() > 1) {
                throw new BadUsage("--theta must be given with --attack " + String.join(",", attack)
                    + ", for some of which it is usually " + USUAL_THETA + " and for others inf");
            }
            return usual;
        }
        List<Double> bounds = ListedOption.THETA.parse(theta);
        if (bounds.size() > 1 && bounds.contains(Double.POSITIVE_INFINITY)) {
            throw BadUsage.of("--theta", String.join(",", theta), "must not list inf with other numbers");
        }
        return bounds;
    }

    private static final class SensingConverter implements ITypeConverter<SensingSampling> {
        @Override
        public SensingSampling convert(String text) {
            try {
                return SensingSampling.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(Messages.quoted(text) + " must be " + SensingSampling.FORMS);
            }
        }
    }
}
