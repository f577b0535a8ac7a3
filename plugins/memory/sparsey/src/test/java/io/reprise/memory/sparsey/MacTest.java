package io.reprise.memory.sparsey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reprise.memory.sparsey.Mac.Code;
import io.reprise.memory.sparsey.Mac.Context;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.testkit.TestRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MacTest {
    private static final CodeSelection SELECTION = new CodeSelection(CodeSelection.Form.ADDITIVE, 20, 14, 10, 2, 0.1);

    private static MacSettings settings(double freezeAt, double freezeUnitAt) {
        return new MacSettings(
                25, 9, SELECTION, MacSettings.Weighting.EQUAL, freezeAt, freezeUnitAt, Synapses.Permanence.FOR_EVER);
    }

    private static long[] pattern(RandomSource random) {
        return Synapses.bits(StoredPatterns.random(144, 24, random), 0, 144);
    }

    private static Code store(Mac mac, long[] pattern, RandomSource random) {
        Code code = mac.choose(pattern, Context.NONE, random);
        mac.learn(pattern, Context.NONE, code);
        return code;
    }

    @Property(tries = 15)
    void givesBackWhatItStoredInOneTrial(@ForAll long seed) {
        try (TestRun run = TestRun.open(seed);
                TensorScope scope = run.tensors().open()) {
            Mac mac = new Mac("mac", 144, settings(1, 1), scope);
            List<long[]> patterns = new ArrayList<>();
            List<Code> codes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RandomSource own = run.random().split(i);
                patterns.add(pattern(own));
                codes.add(store(mac, patterns.get(i), own.split("code")));
            }
            for (int i = 0; i < 5; i++) {
                Code recalled = mac.recall(patterns.get(i), Context.NONE);
                assertThat(recalled.winners()).containsExactly(codes.get(i).winners());
                assertThat(recalled.familiarity()).isEqualTo(1);
                assertThat(recalled.match(codes.get(i))).isEqualTo(1);
            }
        }
    }

    /** Nothing stored: all V are 0, so each unit wins as often as any other. */
    @Example
    void choosesTheCodeOfTheFirstInputAtRandom() {
        try (TestRun run = TestRun.open(4);
                TensorScope scope = run.tensors().open()) {
            Mac mac = new Mac("mac", 144, settings(1, 1), scope);
            int[] wins = new int[9];
            for (int i = 0; i < 400; i++) {
                Code code = mac.choose(
                        pattern(run.random().split(i)),
                        Context.NONE,
                        run.random().split("c").split(i));
                assertThat(code.familiarity()).isZero();
                for (int winner : code.winners()) {
                    wins[winner]++;
                }
            }
            // 10,000 draws from 9: 1111 each, standard deviation 31.
            assertThat(Arrays.stream(wins).boxed().toList())
                    .allSatisfy(count -> assertThat((double) count).isCloseTo(10_000 / 9.0, within(150.0)));
        }
    }

    @Example
    void knowsHalfOfAnInputByHalf() {
        try (TestRun run = TestRun.open(4);
                TensorScope scope = run.tensors().open()) {
            Mac mac = new Mac("mac", 64, settings(1, 1), scope);
            store(mac, new long[] {0xff}, run.random());
            assertThat(mac.recall(new long[] {0xff}, Context.NONE).familiarity())
                    .isEqualTo(1);
            assertThat(mac.recall(new long[] {0xff0}, Context.NONE).familiarity())
                    .isEqualTo(0.5);
            assertThat(mac.recall(new long[] {0xff00}, Context.NONE).familiarity())
                    .isZero();
            assertThat(mac.recall(new long[] {0}, Context.NONE).familiarity()).isZero();
            assertThat(mac.saturation()).isCloseTo(25 * 8 / (25.0 * 9 * 64), within(1e-12));
        }
    }

    @Example
    void learnsNoMoreWhenItIsFull() {
        try (TestRun run = TestRun.open(4);
                TensorScope scope = run.tensors().open()) {
            Mac mac = new Mac("mac", 144, settings(0.05, 1), scope);
            for (int i = 0; i < 50; i++) {
                store(
                        mac,
                        pattern(run.random().split(i)),
                        run.random().split("c").split(i));
            }
            assertThat(mac.isFrozen()).isTrue();
            // One input sets 25 x 24 of 225 x 144 weights, 0.0185; the third goes above 0.05.
            assertThat(mac.stored()).isEqualTo(3);
            Mac units = new Mac("mac", 144, settings(1, 0.1), scope);
            for (int i = 0; i < 50; i++) {
                store(
                        units,
                        pattern(run.random().split(i)),
                        run.random().split("c").split(i));
            }
            // A unit with one input has 24 of 144 weights, more than 0.1, and never gets another.
            assertThat(units.saturation()).isLessThanOrEqualTo(24 / 144.0);
        }
    }

    /** V = u h d: with a context that is known, or not, what is recalled is another. */
    @Example
    void multipliesWhatComesFromInputOwnCodeAndTheMacAbove() {
        try (TestRun run = TestRun.open(4);
                TensorScope scope = run.tensors().open()) {
            MacSettings settings = new MacSettings(
                    4, 5, SELECTION, new MacSettings.Weighting(1, 2, 3), 1, 1, Synapses.Permanence.FOR_EVER);
            Mac mac = new Mac("mac", 64, settings, true, 10, scope);
            long[] input = {0xff};
            Code own = new Code(new int[] {0, 1, 2, 3}, 0);
            Context known = new Context(own.units(5), new long[] {0b11});
            mac.learn(input, known, new Code(new int[] {4, 4, 4, 4}, 0));
            assertThat(mac.recall(input, known).winners()).containsExactly(4, 4, 4, 4);
            assertThat(mac.recall(input, known).familiarity()).isEqualTo(1);
            assertThat(mac.follow(known).winners()).containsExactly(4, 4, 4, 4);
            // Half of the own code and half of the code above: 0.5^2 0.5^3.
            Code half = new Code(new int[] {0, 1, 4, 4}, 0);
            Context partly = new Context(half.units(5), new long[] {0b101});
            assertThat(mac.recall(input, partly).familiarity()).isCloseTo(1 / 32.0, within(1e-12));
            assertThat(mac.recall(input, Context.NONE).familiarity()).isEqualTo(1);
            assertThat(mac.recall(new long[] {0xf}, partly).familiarity()).isCloseTo(1 / 32.0, within(1e-12));
        }
    }

    @Example
    void isFullAgainAfterItsStateWasRestored() {
        try (TestRun run = TestRun.open(4);
                TensorScope scope = run.tensors().open()) {
            Mac mac = new Mac("mac", 144, settings(1, 1), scope);
            store(mac, pattern(run.random()), run.random());
            Mac other = new Mac("mac", 144, settings(1, 1), scope);
            Map<String, Tensor> from = new LinkedHashMap<>();
            Map<String, Tensor> to = new LinkedHashMap<>();
            mac.putState(from);
            other.putState(to);
            to.forEach((name, tensor) -> tensor.set(from.get(name)));
            other.restored();
            assertThat(other.saturation()).isEqualTo(mac.saturation()).isPositive();
            assertThat(other.stored()).isEqualTo(1);
        }
    }
}
