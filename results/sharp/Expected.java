import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.Expectation;
import org.neurotron.cli.option.RunOptions;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.theory.ExpectedError;
import org.neurotron.theory.Floor;
import org.neurotron.theory.LabelNoise;
import org.neurotron.training.Algorithm;
import org.neurotron.training.OracleSettings;
import org.neurotron.training.Problem;

/**
 * What theory expects of every run of a sweep, on that run's own problem, as CSV on stdout: where it levels off
 * (infinite where its learning rate is not below the largest one), and the largest learning rate. The argument is the
 * sweep's folder; what varies in it are the algorithm, theta, beta and eta.
 */
void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    ObjectNode json = RunJson.read(folder.resolve("run.json"));
    RunOptions.Settings settings = RunOptions.of(json, folder);
    long replicates = RunJson.count(json, "replicates", folder);
    Kernel kernel = Kernels.selected();
    IO.println("algorithm,theta,beta,eta,replicate,median,q05,q95,rms,standard_error,leading_order,largest_eta");
    LongStream.range(0, replicates).parallel().boxed()
        .flatMap(replicate -> ofReplicate(settings, replicate, kernel)).toList().forEach(IO::println);
}

Stream<String> ofReplicate(RunOptions.Settings settings, long replicate, Kernel kernel) {
    Problem problem = Problem.draw(settings.all().getFirst().problem(), settings.seed(), replicate);
    // How it moves near w* does not depend on the attack, and floors are proportional to theta.
    Map<Algorithm, ExpectedError> updates = new HashMap<>();
    Map<List<Object>, Floor> floors = new HashMap<>();
    return settings.all().stream().map(run -> {
        Algorithm algorithm = run.learner().algorithm();
        OracleSettings oracle = run.oracle();
        double theta = oracle.theta();
        double eta = run.learner().eta();
        ExpectedError update = updates.computeIfAbsent(algorithm, _ ->
            Expectation.of(run, problem, settings.seed(), replicate, Expectation.SAMPLES, kernel));
        ExpectedError expected = new ExpectedError(update.update(),
            LabelNoise.of(oracle.attack().onLabels(1), oracle.beta(), run.learner().b()), run.learner().b());
        Floor floor = floors.computeIfAbsent(List.of(algorithm, oracle.beta(), eta), _ -> expected.floor(eta));
        return String.format(Locale.ROOT, "%s,%s,%s,%s,%d,%.6g,%.6g,%.6g,%.6g,%.3g,%.6g,%.6g", algorithm, theta,
            oracle.beta(), eta, replicate, theta * floor.median(), theta * floor.lower(), theta * floor.upper(),
            theta * floor.rms(), theta * floor.standardError(), theta * expected.leadingOrder(eta).orElse(Double.NaN),
            update.largestEta());
    });
}
