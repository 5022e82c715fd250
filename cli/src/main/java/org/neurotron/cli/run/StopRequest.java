package org.neurotron.cli.run;

import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SIGINT and SIGTERM as a request to stop at the next convenient moment. A second SIGINT ends the process at once.
 *
 * <p>Java has no supported way to this but a shutdown hook, from which the process cannot say its own exit code; the
 * class that has, {@code sun.misc.Signal} of the module {@code jdk.unsupported}, is used by reflection, and where it
 * is missing a signal ends the process as it always does.
 */
public final class StopRequest implements AutoCloseable {

    private static final int INTERRUPT = 2;

    private final Map<Object, Object> previousHandlers = new LinkedHashMap<>();
    private volatile int signal;

    public StopRequest() {
        for (String name : new String[] {"INT", "TERM"}) {
            try {
                Class<?> type = Class.forName("sun.misc.Signal");
                Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
                Object handler = Proxy.newProxyInstance(StopRequest.class.getClassLoader(),
                    new Class<?>[] {handlerType}, (proxy, method, arguments) -> switch (method.getName()) {
                        case "handle" -> {
                            received((int) type.getMethod("getNumber").invoke(arguments[0]));
                            yield null;
                        }
                        case "equals" -> proxy == arguments[0];
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "StopRequest";
                    });
                Object instance = type.getConstructor(String.class).newInstance(name);
                previousHandlers.put(instance,
                    type.getMethod("handle", type, handlerType).invoke(null, instance, handler));
            } catch (ReflectiveOperationException e) {
                // Not this JVM, or the signal is kept for other purposes: then it does what it always does.
            }
        }
    }

    private void received(int number) {
        if (signal != 0 && number == INTERRUPT) {
            Runtime.getRuntime().halt(128 + INTERRUPT);
        }
        if (signal == 0) {
            signal = number;
        }
    }

    /** Whether a signal has come. */
    public boolean isMade() {
        return signal != 0;
    }

    /** The exit code of a process that ends because of the signal. */
    public int exitCode() {
        return 128 + signal;
    }

    /** Puts things back as they were. */
    @Override
    public void close() {
        previousHandlers.forEach((instance, handler) -> {
            try {
                Class<?> type = instance.getClass();
                type.getMethod("handle", type, Class.forName("sun.misc.SignalHandler"))
                    .invoke(null, instance, handler);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
