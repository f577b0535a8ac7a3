package io.reprise.cli.command;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * While open, signals of the operating system call pieces of code, which must return soon. Where the JVM has no {@code
 * sun.misc.Signal} (it is not part of Java SE), or the system has no such signal, signals keep their usual effect.
 */
public final class Signals implements AutoCloseable {
    private final Map<Object, Object> previous = new LinkedHashMap<>();

    private Signals() {}

    /**
     * Listens until closed.
     *
     * @param actions what to do, by the signal's name, for instance {@code INT}
     */
    public static Signals handle(Map<String, Runnable> actions) {
        Signals signals = new Signals();
        actions.forEach((name, action) -> {
            try {
                Object signal =
                        type("sun.misc.Signal").getConstructor(String.class).newInstance(name);
                signals.previous.put(signal, exchange(signal, handler(action)));
            } catch (ReflectiveOperationException notAvailable) {
                // As said above.
            }
        });
        return signals;
    }

    private static Object handler(Runnable action) throws ClassNotFoundException {
        Class<?> type = type("sun.misc.SignalHandler");
        InvocationHandler invocations = (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                action.run();
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(action);
            default -> "handler of a signal";
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, invocations);
    }

    private static Object exchange(Object signal, Object handler) throws ReflectiveOperationException {
        return signal.getClass()
                .getMethod("handle", signal.getClass(), type("sun.misc.SignalHandler"))
                .invoke(null, signal, handler);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        // Bundles do not see the package; the JVM's own loader does.
        return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }

    /** Gives the signals back to whoever had them. */
    @Override
    public void close() {
        previous.forEach((signal, handler) -> {
            try {
                exchange(signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a signal that was taken cannot be given back", e);
            }
        });
        previous.clear();
    }
}
