package org.neurotron.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import org.neurotron.network.SensingSampling;
import org.neurotron.random.InputDistribution;
import org.neurotron.training.Algorithm;
import org.neurotron.training.Attack;
import org.neurotron.training.LearnerSettings;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.ProblemSettings;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that describe one run, shared by all commands that do. The defaults are sim01's with θ = 0.25. */
final class RunOptions {

    @Option(names = "--distribution", defaultValue = "normal:1", paramLabel = "LAW",
        description = "law of each input coordinate: " + InputDistribution.FORMS + " (default: ${DEFAULT-VALUE})")
    private String distribution;

    @Option(names = "--n", defaultValue = "100", paramLabel = "N", converter = Numbers.Size.class,
        description = "dimension of the inputs (default: ${DEFAULT-VALUE})")
    private int n;

    @Option(names = "--r", defaultValue = "25", paramLabel = "R", converter = Numbers.Size.class,
        description = "dimension of the filter (default: ${DEFAULT-VALUE})")
    private int r;

    @Option(names = "--k", defaultValue = "10", paramLabel = "K", converter = Numbers.Size.class,
        description = "width of the network, even (default: ${DEFAULT-VALUE})")
    private int k;

    @Option(names = "--b", defaultValue = "16", paramLabel = "B", converter = Numbers.Size.class,
        description = "size of the mini-batches (default: ${DEFAULT-VALUE})")
    private int b;

    @Option(names = "--eta", defaultValue = "1e-4", paramLabel = "ETA", converter = Numbers.Real.class,
        description = "learning rate, > 0 (default: ${DEFAULT-VALUE})")
    private double eta;

    @Option(names = "--theta", defaultValue = "0.25", paramLabel = "THETA", converter = Numbers.Real.class,
        description = "bound on the distortion of a label, >= 0 (default: ${DEFAULT-VALUE})")
    private double theta;

    @Option(names = "--beta", defaultValue = "0.5", paramLabel = "BETA", converter = Numbers.Real.class,
        description = "probability that a label is attacked, 0 to 1 (default: ${DEFAULT-VALUE})")
    private double beta;

    @Option(names = "--alpha", defaultValue = "0", paramLabel = "ALPHA", converter = Numbers.Real.class,
        description = "leak of the activation, >= 0 and < 1 (default: ${DEFAULT-VALUE})")
    private double alpha;

    @Option(names = "--q", defaultValue = "1", paramLabel = "Q[,Q...]", split = ",", converter = Numbers.Real.class,
        description = "outer weights: one number for all gates, or k numbers (default: ${DEFAULT-VALUE})")
    private List<Double> q;

    @Option(names = "--attack", defaultValue = "alternating", paramLabel = "KIND",
        description = "alternating, uniform, constant or realizable (default: ${DEFAULT-VALUE})")
    private String attack;

    @Option(names = "--algorithm", defaultValue = "tron", paramLabel = "NAME",
        description = "tron, sgd or sgd-published (default: ${DEFAULT-VALUE})")
    private String algorithm;

    @Option(names = "--sensing", defaultValue = "gaussian", paramLabel = "HOW", converter = SensingConverter.class,
        description = "how M is drawn: gaussian, or wishart[:DEGREES] (default: ${DEFAULT-VALUE})")
    private SensingSampling sensing;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "SEED", converter = Numbers.Seed.class,
        description = "seed of all random numbers (default: ${DEFAULT-VALUE})")
    private long seed;

    /** A run's settings, checked. */
    record Settings(ProblemSettings problem, OracleSettings oracle, LearnerSettings learner, long seed) {

        /** All of it under the names of the options, so that a file of options can be made from it. */
        void addTo(ObjectNode node) {
            node.put("distribution", oracle.distribution().toString());
            node.put("n", problem.n());
            node.put("r", problem.r());
            node.put("k", problem.k());
            node.put("b", learner.b());
            node.put("eta", learner.eta());
            node.put("theta", oracle.theta());
            node.put("beta", oracle.beta());
            node.put("alpha", problem.alpha());
            node.set("q", node.arrayNode().addAll(problem.q().stream().map(node::numberNode).toList()));
            node.put("attack", oracle.attack().id());
            node.put("algorithm", learner.algorithm().id());
            node.put("sensing", problem.sensing().toString());
            node.put("seed", seed);
        }

        /** All of it as options of the command line. */
        List<String> arguments() {
            ObjectNode node = RunJson.object();
            addTo(node);
            return node.properties().stream().map(option -> "--" + option.getKey() + "=" + text(option.getValue()))
                .toList();
        }

        private static String text(JsonNode value) {
            return value.isArray() ? value.valueStream().map(JsonNode::asText).collect(Collectors.joining(","))
                : value.asText();
        }
    }

    /** Reads the options, or complains of the first that is out of range. */
    Settings settings(CommandLine commandLine) {
        try {
            ProblemSettings problem = new ProblemSettings(n, r, k, alpha, q, sensing);
            OracleSettings oracle = new OracleSettings(InputDistribution.parse(distribution), Attack.of(attack), theta,
                beta);
            sensing.requireFits(r, n);
            return new Settings(problem, oracle, new LearnerSettings(Algorithm.of(algorithm), b, eta), seed);
        } catch (IllegalArgumentException e) {
            throw Messages.badArgument(commandLine, e);
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
