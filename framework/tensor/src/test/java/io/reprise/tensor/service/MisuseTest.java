package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.api.RepriseException;
import io.reprise.tensor.ElementType;
import io.reprise.tensor.Gradients;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.memory.NativeTensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Calls every method of the API with whatever fits its parameter types: closed, empty and huge tensors, wrong types, indices
 * out of range, no numbers. Whatever is wrong is one of three exceptions, and never the end of the process.
 */
class MisuseTest {
    private static final int CALLS = 12;
    private static final int[] NUMBERS = {Integer.MIN_VALUE, -2, -1, 0, 1, 2, 3, 4, 5, 100, Integer.MAX_VALUE};
    private static final double[] REALS = {
        Double.NaN, Double.POSITIVE_INFINITY, -1, 0, 1e-5, 0.5, 1, 2, Double.MAX_VALUE
    };
    private static final long LITTLE = 32L << 20;

    private final NativeTensorService service = new NativeTensorService();
    private final NativeTensorService other = new NativeTensorService();
    private final Map<String, String> wrong = new TreeMap<>();

    @Property(tries = 3, seed = "1", shrinking = ShrinkingMode.OFF)
    void operationsRefuseWhatTheyCannotDo(@ForAll long seed) {
        for (boolean recorded : new boolean[] {false, true}) {
            for (Method accessor : accessors()) {
                Class<?> topic = accessor == null ? Ops.class : accessor.getReturnType();
                for (Method method : methods(topic)) {
                    if (!method.getName().equals("scope")) {
                        calls(
                                accessor,
                                method,
                                new Random(seed ^ method.toString().hashCode()),
                                recorded);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(service.liveBytes()).isZero();
    }

    @Property(tries = 20, seed = "1", shrinking = ShrinkingMode.OFF)
    void tensorsAndScopesRefuseWhatTheyCannotDo(@ForAll long seed) {
        Random random = new Random(seed);
        try (TensorScope scope = service.open("misuse", LITTLE);
                TensorScope foreign = other.open("other", LITTLE)) {
            Arguments arguments = new Arguments(random, scope, foreign);
            List<Object> targets = new ArrayList<>(arguments.tensors);
            targets.add(scope.open());
            TensorScope closed = scope.open();
            closed.close();
            targets.add(closed);
            for (Object target : targets) {
                Class<?> type = target instanceof Tensor ? Tensor.class : TensorScope.class;
                if (target == null || java.lang.reflect.Proxy.isProxyClass(target.getClass())) {
                    continue;
                }
                for (Method method : methods(type)) {
                    call(target, method, arguments.forParameters(method));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<Method> accessors() {
        List<Method> accessors = new ArrayList<>();
        accessors.add(null);
        methods(Ops.class).stream()
                .filter(method -> method.getParameterCount() == 0 && method.getReturnType() != TensorScope.class)
                .forEach(accessors::add);
        return accessors;
    }

    private static List<Method> methods(Class<?> type) {
        return Stream.of(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .sorted(Comparator.comparing(Method::toString))
                .toList();
    }

    private void calls(Method accessor, Method method, Random random, boolean recorded) {
        for (int i = 0; i < CALLS; i++) {
            try (TensorScope scope = service.open("misuse", LITTLE);
                    TensorScope foreign = other.open("other", LITTLE)) {
                Arguments arguments = new Arguments(random, scope, foreign);
                Tape tape = recorded ? scope.tape(arguments.watched()) : null;
                Ops f = recorded ? tape : scope.ops();
                Object target = f;
                if (accessor != null) {
                    try {
                        target = accessor.invoke(f);
                    } catch (InvocationTargetException e) {
                        // What changes tensors in place is not to be had on a tape.
                        assertThat(recorded).isTrue();
                        assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
                        return;
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(accessor.toString(), e);
                    }
                }
                Object result = call(target, method, arguments.forParameters(method));
                if (recorded
                        && result instanceof NativeTensor y
                        && y.isOpen()
                        && y.type().isFloating()) {
                    differentiate(method, tape, y, arguments);
                }
            }
        }
    }

    private void differentiate(Method method, Tape tape, Tensor y, Arguments arguments) {
        try {
            Gradients gradients = tape.gradients(tape.sum(y));
            for (Tensor x : arguments.watched()) {
                gradients.of(x).toDoubles();
            }
        } catch (IllegalArgumentException | IllegalStateException | RepriseException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (RuntimeException | Error e) {
            note("gradient of " + method.getName(), e);
        }
    }

    private Object call(Object target, Method method, Object[] arguments) {
        if (arguments == null) {
            return null;
        }
        try {
            Object result = method.invoke(target, arguments);
            if (result instanceof NativeTensor tensor && tensor.isOpen()) {
                tensor.toDoubles();
                assertThat(tensor.toString()).isNotEmpty();
            }
            return result;
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (!(cause instanceof IllegalArgumentException
                    || cause instanceof IllegalStateException
                    || cause instanceof RepriseException)) {
                note(method.getName() + Arrays.deepToString(arguments), cause);
            } else {
                assertThat(cause.getMessage()).as(method.getName()).isNotBlank();
            }
            return null;
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private void note(String call, Throwable e) {
        StackTraceElement[] stack = e.getStackTrace();
        String place = stack.length == 0
                ? ""
                : Arrays.asList(stack).subList(0, Math.min(4, stack.length)).toString();
        wrong.putIfAbsent(call.replaceAll("[\\[{(].*", ""), e + " by " + call + " at " + place);
    }

    /** Values for parameters. */
    private static final class Arguments {
        private final Random random;
        private final List<Tensor> tensors = new ArrayList<>();

        Arguments(Random random, TensorScope scope, TensorScope foreign) {
            this.random = random;
            for (int[] sizes : new int[][] {
                {}, {1}, {3}, {0}, {2, 3}, {3, 2}, {3, 3}, {0, 3}, {2, 1, 3}, {2, 2, 3, 3}, {1, 2, 4, 4}
            }) {
                Shape shape = Shape.of(sizes);
                tensors.add(scope.full(ElementType.FLOAT, shape, 0.5));
                tensors.add(scope.full(ElementType.values()[random.nextInt(5)], shape, random.nextInt(4)));
            }
            tensors.add(scope.of(new int[] {-1, 7, 1 << 30}, 3));
            tensors.add(scope.of(new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE}, 3));
            tensors.add(scope.of(new double[] {Double.NaN, 1, -1, 0, 2, 1}, 2, 3));
            tensors.add(foreign.zeros(2, 3));
            TensorScope closing = scope.open();
            Tensor closed = closing.zeros(2, 3);
            tensors.add(closed);
            tensors.add(closed.rows(1, 1));
            closing.close();
            tensors.add(null);
            tensors.add((Tensor) java.lang.reflect.Proxy.newProxyInstance(
                    Tensor.class.getClassLoader(),
                    new Class<?>[] {Tensor.class},
                    (proxy, method, given) -> switch (method.getName()) {
                        case "type" -> ElementType.FLOAT;
                        case "shape" -> Shape.of(2, 3);
                        case "isOpen" -> true;
                        case "toString" -> "foreign";
                        case "hashCode" -> 0;
                        case "equals" -> proxy == given[0];
                        default -> throw new IllegalStateException("a tensor of nobody");
                    }));
        }

        List<Tensor> watched() {
            return tensors.subList(0, 22).stream()
                    .filter(tensor -> tensor.type().isFloating())
                    .toList();
        }

        /** Null where there are no values for a type. */
        Object[] forParameters(Method method) {
            Type[] types = method.getGenericParameterTypes();
            Object[] values = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                values[i] = value(types[i]);
                if (values[i] == null && types[i] != Tensor.class) {
                    return null;
                }
            }
            return values;
        }

        private Object value(Type type) {
            if (type instanceof ParameterizedType generic) {
                if (generic.getRawType() == Map.class) {
                    return Map.of();
                }
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(generic.getActualTypeArguments()[0]));
                }
                return list;
            }
            Class<?> plain = (Class<?>) type;
            if (plain == Tensor.class) {
                // Most calls should get past the first check.
                return tensors.get(random.nextInt(random.nextInt(3) > 0 ? 22 : tensors.size()));
            } else if (plain == int.class) {
                return random.nextBoolean() ? random.nextInt(4) : NUMBERS[random.nextInt(NUMBERS.length)];
            } else if (plain == long.class) {
                return (long) NUMBERS[random.nextInt(NUMBERS.length)];
            } else if (plain == double.class) {
                return REALS[random.nextInt(REALS.length)];
            } else if (plain == float.class) {
                return (float) REALS[random.nextInt(REALS.length)];
            } else if (plain == boolean.class) {
                return random.nextBoolean();
            } else if (plain == String.class) {
                return List.of("", "ij,jk->ik", "sum", "a", "...->").get(random.nextInt(5));
            } else if (plain.isArray()) {
                Object array = java.lang.reflect.Array.newInstance(plain.getComponentType(), random.nextInt(5));
                for (int i = 0; i < java.lang.reflect.Array.getLength(array); i++) {
                    java.lang.reflect.Array.set(array, i, value(plain.getComponentType()));
                }
                return array;
            } else if (plain.isEnum()) {
                return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
            } else if (plain == Shape.class) {
                int[] sizes = new int[random.nextInt(4)];
                Arrays.setAll(sizes, i -> Math.abs(Math.max(-3, NUMBERS[random.nextInt(NUMBERS.length)])));
                return Shape.of(sizes);
            } else if (plain == RandomSource.class) {
                return new NativeTensorService().random(random.nextLong());
            } else if (plain == Iterable.class || plain == Object.class) {
                return List.of();
            } else if (plain == Ops.Backward.class) {
                return (Ops.Backward) (f, dy) -> List.of(dy);
            } else if (plain.isRecord()) {
                return record(plain);
            } else if (plain.isSealed()) {
                return value(plain.getPermittedSubclasses()[random.nextInt(plain.getPermittedSubclasses().length)]);
            }
            return null;
        }

        /** Records check their components: what they refuse never gets to an operation. */
        private Object record(Class<?> type) {
            java.lang.reflect.Constructor<?> constructor = type.getDeclaredConstructors()[0];
            for (int attempt = 0; attempt < 20; attempt++) {
                Object[] values = Stream.of(constructor.getGenericParameterTypes())
                        .map(this::value)
                        .toArray();
                try {
                    return constructor.newInstance(values);
                } catch (InvocationTargetException e) {
                    assertThat(e.getCause()).isInstanceOf(RuntimeException.class);
                } catch (ReflectiveOperationException e) {
                    return null;
                }
            }
            return null;
        }
    }
}
