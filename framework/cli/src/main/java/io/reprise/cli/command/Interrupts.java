package io.reprise.cli.command;

import io.reprise.cli.text.Progress;
import io.reprise.engine.Cancellation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Turns Ctrl-C and a polite kill into a wish to stop, which the work meets when it can; a second one ends the process at once.
 * Where the JVM has no {@code sun.misc.Signal} (it is not part of Java SE), signals keep their usual effect.
 */
final class Interrupts {
    /** What a shell reports for a process that SIGINT ended. */
    private static final int ENDED_BY_INTERRUPT = 130;

    private final Map<Object, Object> previous = new LinkedHashMap<>();

    private Interrupts() {}

    /** Does the work; an interrupt meanwhile asks it to stop. */
    static <T> T stopping(Progress progress, Cancellation cancellation, Supplier<T> work) {
        Interrupts interrupts = listen(() -> {
            cancellation.cancel();
            progress.say("Stopping; once more ends the process at once.");
        });
        try {
            return work.get();
        } finally {
            interrupts.close();
        }
    }

    /** Listens until closed. The code must return soon: it runs on the JVM's signal thread. */
    private static Interrupts listen(Runnable onFirst) {
        Interrupts interrupts = new Interrupts();
        AtomicInteger count = new AtomicInteger();
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
                return method.getName().equals("equals")
                        ? (Object) (proxy == arguments[0])
                        : proxyText(method.getName());
            }
            if (count.getAndIncrement() == 0) {
                onFirst.run();
            } else {
                Runtime.getRuntime().halt(ENDED_BY_INTERRUPT);
            }
            return null;
        };
        try {
            Class<?> signalType = signalClass("sun.misc.Signal");
            Class<?> handlerType = signalClass("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(handlerType.getClassLoader(), new Class<?>[] {handlerType}, handler);
            for (String name : new String[] {"INT", "TERM"}) {
                Object signal = signalType.getConstructor(String.class).newInstance(name);
                interrupts.previous.put(signal, handle(signal, proxy));
            }
        } catch (ReflectiveOperationException | IllegalArgumentException notAvailable) {
            interrupts.close();
        }
        return interrupts;
    }

    private static Object proxyText(String method) {
        return method.equals("hashCode") ? (Object) 1 : "Interrupts";
    }

    private static Class<?> signalClass(String name) throws ClassNotFoundException {
        return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    }

    private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
        Class<?> handlerType = signalClass("sun.misc.SignalHandler");
        return signal.getClass()
                .getMethod("handle", signal.getClass(), handlerType)
                .invoke(null, signal, handler);
    }

    private void close() {
        previous.forEach((signal, handler) -> {
            try {
                handle(signal, handler);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("sun.misc.Signal", e);
            }
        });
        previous.clear();
    }
}
