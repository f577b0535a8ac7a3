package io.reprise.tensor.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reprise.tensor.AttentionSettings;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tape;
import io.reprise.tensor.Tensor;
import io.reprise.tensor.TensorScope;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which keys an attention sees: with equal scores it is the mean of the values that are seen. */
class AttentionTest {
    private final NativeTensorService service = new NativeTensorService();
    private final TensorScope scope = service.open("test");
    private final Ops f = scope.ops();
    private final Tensor values = scope.of(new float[] {1, 10, 100, 1000}, 4, 1);

    @AfterEach
    void close() {
        scope.close();
        assertThat(service.liveBytes()).isZero();
    }

    private float[] means(int queries, AttentionSettings settings) {
        return f.attention(scope.zeros(queries, 2), scope.zeros(4, 2), values, settings)
                .toFloats();
    }

    @Test
    void queriesAreTheLastPositionsOfTheKeys() {
        assertThat(means(4, AttentionSettings.upToItself())).containsExactly(1, 5.5f, 37, 277.75f);
        assertThat(means(2, AttentionSettings.upToItself())).containsExactly(37, 277.75f);
        assertThat(means(1, AttentionSettings.upToItself().within(2))).containsExactly(550);
    }

    @Test
    void windowsReachAsFarOnBothSidesUnlessCausal() {
        assertThat(means(4, AttentionSettings.all().within(2))).containsExactly(5.5f, 37, 370, 550);
        assertThat(means(4, AttentionSettings.upToItself().within(2))).containsExactly(1, 5.5f, 55, 550);
        assertThat(means(4, AttentionSettings.all().within(1))).containsExactly(1, 10, 100, 1000);
    }

    @Test
    void aQueryThatSeesNothingGetsZerosAndNoGradient() {
        assertThat(means(5, AttentionSettings.upToItself())[0]).isZero();
        Tensor none = scope.of(new boolean[4], 4);
        assertThat(means(2, AttentionSettings.all().keys(none))).containsExactly(0, 0);
        Tensor q = scope.of(new float[] {1, 2}, 1, 2);
        Tensor k = scope.of(new float[] {3, 4}, 1, 2);
        Tape tape = scope.tape(List.of(q, k));
        Tensor y = tape.attention(q, k, k, AttentionSettings.all().keys(scope.of(new boolean[1], 1)));
        var gradients = tape.gradients(tape.sum(y));
        assertThat(gradients.of(q).toFloats()).containsExactly(0, 0);
        assertThat(gradients.of(k).toFloats()).containsExactly(0, 0);
        assertThat(f.attention(scope.zeros(2, 3), scope.zeros(0, 3), scope.zeros(0, 1), false)
                        .toFloats())
                .containsExactly(0, 0);
    }

    @Test
    void paddingAndMasksHideKeys() {
        Tensor keys = scope.of(new boolean[] {true, false, true, false}, 4);
        assertThat(means(1, AttentionSettings.all().keys(keys))).containsExactly(50.5f);
        Tensor mask = scope.of(new boolean[] {true, false, false, false, false, true, false, true}, 2, 4);
        assertThat(means(2, AttentionSettings.all().visible(mask))).containsExactly(1, 505);
    }

    @Test
    void aBiasWeightsWhatIsSeen() {
        float log3 = (float) Math.log(3);
        Tensor bias = scope.of(new float[] {log3, 0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY}, 1, 4);
        assertThat(means(1, AttentionSettings.all().biased(bias))[0]).isCloseTo((3 + 10) / 4f, within(1e-5f));
    }

    @Test
    void headsSideBySideAreHeadsApart() {
        Tensor q = scope.zeros(2, 3, 8);
        Tensor k = scope.zeros(2, 5, 8);
        Tensor v = scope.zeros(2, 5, 6);
        service.random(1).fillNormal(q, 0, 1);
        service.random(2).fillNormal(k, 0, 1);
        service.random(3).fillNormal(v, 0, 1);
        Tensor joined = f.multiHeadAttention(q, k, v, 2, AttentionSettings.upToItself());
        Tensor apart = f.attention(apart(q, 4), apart(k, 4), apart(v, 3), AttentionSettings.upToItself());
        assertThat(joined.toFloats())
                .containsExactly(f.permute(apart, 0, 2, 1, 3).toFloats(), within(1e-6f));
        Tensor packed = f.concat(List.of(k, k, k), 2);
        assertThat(f.selfAttention(packed, 2, AttentionSettings.all()).toFloats())
                .containsExactly(
                        f.multiHeadAttention(k, k, k, 2, AttentionSettings.all())
                                .toFloats(),
                        within(1e-6f));
    }

    private Tensor apart(Tensor x, int d) {
        return f.permute(f.reshape(x, 2, x.shape().size(1), 2, d), 0, 2, 1, 3);
    }

    @Test
    void wrongArgumentsAreNamed() {
        Tensor a = scope.zeros(2, 4, 6);
        AttentionSettings all = AttentionSettings.all();
        assertThatThrownBy(() -> f.multiHeadAttention(a, a, a, 4, all)).hasMessageContaining("4 heads");
        assertThatThrownBy(() -> f.selfAttention(a, 4, all)).hasMessageContaining("selfAttention");
        assertThatThrownBy(() -> f.attention(a, a, a, all.biased(scope.zeros(3, 3))))
                .hasMessageContaining("[2, 4, 4]");
        assertThatThrownBy(() -> f.attention(a, a, a, all.keys(scope.of(new boolean[3], 3))))
                .hasMessageContaining("keys [4]");
        assertThatThrownBy(() -> f.attention(a, a, a, all.visible(scope.zeros(4, 4))))
                .hasMessageContaining("bool mask");
        assertThatThrownBy(() -> all.within(-1)).hasMessageContaining("window");
    }
}
