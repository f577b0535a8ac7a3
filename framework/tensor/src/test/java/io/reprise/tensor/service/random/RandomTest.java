package io.reprise.tensor.service.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.ElementType;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Shape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import io.reprise.tensor.service.NativeTensorService;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RandomTest {
    private static final int MANY = 200_000;

    /** From kat_vectors of the authors' Random123 library, philox4x32 with 10 rounds. */
    @Test
    void philoxGivesTheAuthorsAnswers() {
        assertBlock(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertBlock(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertBlock(
                0x85a308d3_243f6a88L,
                0x03707344_13198a2eL,
                0x299f31d0_a4093822L,
                0xd16cfe09,
                0x94fdcceb,
                0x5001e420,
                0x24126ea1);
    }

    private static void assertBlock(long low, long high, long key, int... words) {
        Philox philox = new Philox();
        philox.block(low, high, key);
        assertThat(new int[] {
                    (int) philox.low(), (int) (philox.low() >>> 32), (int) philox.high(), (int) (philox.high() >>> 32)
                })
                .containsExactly(words);
    }

    @Test
    void sameSeedAndPathGiveTheSameStreamWhateverWasDrawnBefore() {
        RandomSource one = PhiloxSource.seeded(7);
        RandomSource other = PhiloxSource.seeded(7);
        other.nextGaussian();
        other.split("unrelated").nextLong();

        assertThat(one.split("dropout").split(12).nextLong())
                .isEqualTo(other.split("dropout").split(12).nextLong());
    }

    @Test
    void splitsOfOneSourceAllDiffer() {
        RandomSource source = PhiloxSource.seeded(7);
        Set<Long> first = new HashSet<>();
        first.add(source.nextLong());
        for (int i = 0; i < 1000; i++) {
            first.add(source.split(i).nextLong());
            first.add(source.split("name " + i).nextLong());
            first.add(source.split(Integer.toString(i)).nextLong());
        }
        assertThat(first).hasSize(3001);
    }

    @Test
    void neighbouringSplitsAreUncorrelated() {
        RandomSource source = PhiloxSource.seeded(3);
        double sum = 0;
        for (int i = 0; i < MANY; i++) {
            sum += source.split(i).nextGaussian() * source.split(i + 1).nextGaussian();
        }
        // The mean of MANY products of independent standard normal numbers has deviation 1 / sqrt(MANY) = 0.0022.
        assertThat(sum / MANY).isCloseTo(0, within(0.01));
    }

    @Test
    void normalQuantileInvertsTheDistribution() {
        // Quantiles to the digits of published tables.
        assertThat(NormalQuantile.of(0.975)).isCloseTo(1.959963984540054, within(1e-14));
        assertThat(NormalQuantile.of(0.99865010196837)).isCloseTo(3, within(1e-12));
        assertThat(NormalQuantile.of(1e-20)).isCloseTo(-9.262340089798409, within(1e-12));
        assertThat(NormalQuantile.of(0.3)).isEqualTo(-NormalQuantile.of(0.7));
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        RandomSource source = PhiloxSource.seeded(1);
        double[] moments = new double[5];
        for (int i = 0; i < MANY; i++) {
            double x = source.nextGaussian();
            for (int k = 1; k <= 4; k++) {
                moments[k] += Math.pow(x, k) / MANY;
            }
        }
        assertThat(moments[1]).isCloseTo(0, within(0.01));
        assertThat(moments[2]).isCloseTo(1, within(0.02));
        assertThat(moments[3]).isCloseTo(0, within(0.04));
        assertThat(moments[4]).isCloseTo(3, within(0.1));
    }

    @Test
    void gammaNumbersHaveMeanAndVarianceOfTheirShape() {
        for (double shape : new double[] {0.1, 1, 4.5}) {
            RandomSource source = PhiloxSource.seeded(2);
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < MANY; i++) {
                double x = source.nextGamma(shape);
                sum += x;
                squares += x * x;
            }
            double mean = sum / MANY;
            assertThat(mean).isCloseTo(shape, within(0.03 * Math.max(1, shape)));
            assertThat(squares / MANY - mean * mean).isCloseTo(shape, within(0.06 * Math.max(1, shape)));
        }
    }

    @Property(tries = 200)
    void boundedNumbersStayWithinTheirBound(@ForAll long seed, @ForAll @LongRange(min = 1) long bound) {
        assertThat(PhiloxSource.seeded(seed).nextLong(bound)).isBetween(0L, bound - 1);
    }

    @Test
    void boundedNumbersAreEvenlySpread() {
        RandomSource source = PhiloxSource.seeded(5);
        int[] counts = new int[10];
        for (int i = 0; i < MANY; i++) {
            counts[source.nextInt(10)]++;
        }
        // The deviation of each count is sqrt(MANY * 0.09) = 134.
        for (int count : counts) {
            assertThat(count).isBetween(MANY / 10 - 700, MANY / 10 + 700);
        }
    }

    @Test
    void permutationHoldsEachNumberOnce() {
        int[] order = PhiloxSource.seeded(9).permutation(100);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        assertThat(sorted).containsExactly(IntStream.range(0, 100).toArray());
        assertThat(order).isNotEqualTo(sorted);
    }

    @Test
    void fillingATensorDrawsTheNumbersOfTheStream() {
        NativeTensorService service = new NativeTensorService();
        try (TensorScope scope = service.open("test")) {
            Tensor doubles = scope.zeros(ElementType.DOUBLE, Shape.of(33));
            Tensor floats = scope.zeros(33);
            service.random(4).fillNormal(doubles, 1, 2);
            service.random(4).fillNormal(floats, 1, 2);
            RandomSource stream = service.random(4);
            for (int i = 0; i < 33; i++) {
                double x = 1 + 2 * stream.nextGaussian();
                assertThat(doubles.toDoubles()[i]).isEqualTo(x);
                assertThat(floats.toFloats()[i]).isEqualTo((float) x);
            }
        }
    }

    @Test
    void uniformNumbersStayBelowTheirUpperEnd() {
        NativeTensorService service = new NativeTensorService();
        try (TensorScope scope = service.open("test")) {
            Tensor floats = scope.zeros(100_000);
            service.random(4).fillUniform(floats, 1, Math.nextUp(1f));
            assertThat(floats.toFloats()).containsOnly(1f);
            service.random(4).fillUniform(floats, -1, 3);
            double mean = scope.ops().mean(floats).item();
            assertThat(mean).isCloseTo(1, within(0.02));
        }
    }

    @Test
    void dropoutKeepsTheShareThatItShould() {
        NativeTensorService service = new NativeTensorService();
        try (TensorScope scope = service.open("test")) {
            Tensor ones = scope.zeros(MANY);
            ones.fill(1);
            float[] dropped = scope.ops().dropout(ones, 0.1, service.random(8)).toFloats();
            int zeros = 0;
            for (float value : dropped) {
                zeros += value == 0 ? 1 : 0;
                assertThat(value == 0 || value == (float) (1 / 0.9)).isTrue();
            }
            assertThat(zeros / (double) MANY).isCloseTo(0.1, within(0.005));
        }
    }

    @Test
    void refusesWhatHasNoAnswer() {
        RandomSource source = PhiloxSource.seeded(0);
        assertThatThrownBy(() -> source.nextInt(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> source.nextGamma(0)).hasMessageContaining("above 0");
    }
}
