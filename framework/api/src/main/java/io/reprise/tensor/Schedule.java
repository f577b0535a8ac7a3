package io.reprise.tensor;

/**
 * A learning rate, or another number, as a function of the step, which counts from 0. Schedules have no state, so that a run
 * that is resumed goes on where it was. Steps beyond the end of a schedule have its last value.
 */
@FunctionalInterface
public interface Schedule {
    /** The value at a step. */
    double at(long step);

    /** Always the same. */
    static Schedule constant(double value) {
        return step -> value;
    }

    /** In a straight line from {@code first} at step 0 to {@code last} at step {@code steps}. */
    static Schedule linear(double first, double last, long steps) {
        requireSteps("linear", steps);
        return step -> first + (last - first) * done(step, steps);
    }

    /** {@code first * factor^step}. */
    static Schedule exponential(double first, double factor) {
        requirePositive("exponential", "factor", factor);
        return step -> first * Math.pow(factor, (double) step);
    }

    /** Multiplied by {@code factor} every so many steps: {@code first * factor^floor(step / every)}. */
    static Schedule step(double first, double factor, long every) {
        requireSteps("step", every);
        requirePositive("step", "factor", factor);
        return step -> first * Math.pow(factor, (double) Math.floorDiv(step, every));
    }

    /** {@code last + (first - last) * (1 - step / steps)^power}. */
    static Schedule polynomial(double first, double last, double power, long steps) {
        requireSteps("polynomial", steps);
        requirePositive("polynomial", "power", power);
        return step -> last + (first - last) * Math.pow(1 - done(step, steps), power);
    }

    /** Half a wave of the cosine, from {@code first} at step 0 to {@code last} at {@code steps} (Loshchilov, Hutter 2017). */
    static Schedule cosine(double first, double last, long steps) {
        requireSteps("cosine", steps);
        return step -> last + (first - last) * (1 + Math.cos(Math.PI * done(step, steps))) / 2;
    }

    /**
     * One cycle (Smith, Topin 2018): along the cosine from {@code highest / divisor} up to {@code highest} in the first {@code
     * rising} part of the steps, then down to {@code highest / divisor / finalDivisor}. PyTorch's {@code OneCycleLR} of {@code
     * steps} total steps has its last value at step {@code steps - 1}, as here.
     *
     * @param rising in (0, 1), usually 0.3
     * @param divisor usually 25
     * @param finalDivisor usually 10,000
     */
    static Schedule oneCycle(double highest, long steps, double rising, double divisor, double finalDivisor) {
        requireSteps("oneCycle", steps);
        requirePositive("oneCycle", "divisor", divisor);
        requirePositive("oneCycle", "finalDivisor", finalDivisor);
        if (!(rising > 0 && rising < 1)) {
            throw new IllegalArgumentException("oneCycle: the rising part lies between 0 and 1, and got " + rising);
        }
        double top = rising * steps - 1;
        double end = steps - 1.0;
        if (!(top > 0 && top < end)) {
            throw new IllegalArgumentException("oneCycle: " + steps + " steps are too few to rise and fall");
        }
        double low = highest / divisor;
        double lowest = low / finalDivisor;
        return step -> {
            double at = Math.min(Math.max(step, 0), end);
            return at <= top
                    ? highest + (low - highest) * (1 + Math.cos(Math.PI * at / top)) / 2
                    : lowest + (highest - lowest) * (1 + Math.cos(Math.PI * (at - top) / (end - top))) / 2;
        };
    }

    /**
     * {@code values[i]} from step {@code from[i - 1]} on, the first from step 0.
     *
     * @param from ascending, one fewer than the values
     */
    static Schedule piecewise(double[] values, long... from) {
        if (values.length != from.length + 1) {
            throw new IllegalArgumentException("piecewise: wants one value more than the " + from.length
                    + " steps where it changes, and got " + values.length);
        }
        requireAscending("piecewise", from);
        double[] copy = values.clone();
        long[] starts = from.clone();
        return step -> copy[part(starts, step)];
    }

    /**
     * One schedule after the other; each counts its own steps from 0.
     *
     * @param schedules one more than there are steps
     * @param from the steps where the next one begins; ascending
     */
    static Schedule chained(java.util.List<Schedule> schedules, long... from) {
        if (schedules.size() != from.length + 1) {
            throw new IllegalArgumentException("chained: wants one schedule more than the " + from.length
                    + " steps where the next begins, and got " + schedules.size());
        }
        requireAscending("chained", from);
        java.util.List<Schedule> copy = java.util.List.copyOf(schedules);
        long[] starts = from.clone();
        return step -> {
            int part = part(starts, step);
            return copy.get(part).at(part == 0 ? step : step - starts[part - 1]);
        };
    }

    /**
     * This schedule after a warm-up: at step {@code s < steps} {@code (s + 1) / steps} of its first value; from {@code steps} on this
     * one from its step 0.
     */
    default Schedule warmedUp(long steps) {
        requireSteps("warmedUp", steps);
        return step -> step < steps ? at(0) * (Math.max(step, 0) + 1) / steps : at(step - steps);
    }

    private static double done(long step, long steps) {
        return Math.min(Math.max(step, 0), steps) / (double) steps;
    }

    private static int part(long[] starts, long step) {
        int part = 0;
        while (part < starts.length && step >= starts[part]) {
            part++;
        }
        return part;
    }

    private static void requireSteps(String schedule, long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(schedule + ": wants 1 or more steps, and got " + steps);
        }
    }

    private static void requirePositive(String schedule, String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(schedule + ": the " + name + " is above 0, and got " + value);
        }
    }

    private static void requireAscending(String schedule, long[] steps) {
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] <= (i == 0 ? 0 : steps[i - 1])) {
                throw new IllegalArgumentException(
                        schedule + ": wants ascending steps above 0, and got " + java.util.Arrays.toString(steps));
            }
        }
    }
}
