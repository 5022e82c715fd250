package org.neurotron.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.Callable;
import org.neurotron.cli.file.RunJson;
import org.neurotron.cli.option.SelectedKernel;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.cli.terminal.Terminal;
import org.neurotron.cli.terminal.Version;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what this machine and Java give the kernel. */
@Command(name = "info", mixinStandardHelpOptions = true, versionProvider = Version.class,
    description = "Shows JDK, kernel, vector bits, FMA and cores.")
final class InfoCommand implements Callable<Integer> {

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Kernel kernel = SelectedKernel.orBadUsage();
        Boolean fma = hardwareFma();
        List<String> available = Kernels.available().stream().map(Kernel::toString).toList();
        PrintWriter out = Terminal.of(spec).out();
        if (json) {
            ObjectNode node = RunJson.object();
            RunJson.addEnvironment(node, kernel);
            node.put("commit", Version.commit());
            node.set("kernels", node.arrayNode().addAll(available.stream().map(node::textNode).toList()));
            node.put("fma", fma);
            node.put("vm", vm());
            node.put("cores", Runtime.getRuntime().availableProcessors());
            node.put("maxMemoryBytes", Runtime.getRuntime().maxMemory());
            out.print(RunJson.text(node));
        } else {
            out.println("neurotron      " + Version.inFull());
            out.println("JDK            " + System.getProperty("java.vendor") + " " + Runtime.version());
            out.println("VM             " + vm());
            out.println("system         " + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
            out.println("kernel         " + kernel);
            out.println("can run        " + String.join(", ", available));
            out.println("vector bits    " + kernel.vectorBits());
            out.println("FMA            " + (fma == null ? "unknown" : fma ? "yes" : "no (in software, very slow)"));
            out.println("cores          " + Runtime.getRuntime().availableProcessors());
            out.println("memory         " + Messages.bytes(Runtime.getRuntime().maxMemory()) + " for Java");
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private static String vm() {
        return System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.info");
    }

    /** Whether the JVM has the instruction, or null; without it Math.fma is exact but thousands of times slower. */
    private static Boolean hardwareFma() {
        try {
            return Boolean.valueOf(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("UseFMA").getValue());
        } catch (RuntimeException e) {
            return null;
        }
    }
}
