package org.neurotron.kernel;

/**
 * Started in a JVM of its own by {@link KernelsTest}: prints the selected kernel twice, then all that can run.
 */
final class KernelProbe {

    private KernelProbe() {
    }

    public static void main(String[] args) {
        System.out.println(Kernels.selected());
        System.out.println(Kernels.selected());
        System.out.println(Kernels.available());
    }
}
