package io.reprise.tensor.cases;

import static io.reprise.tensor.cases.OperationCase.of;
import static io.reprise.tensor.cases.OperationCases.s;

import io.reprise.tensor.AttentionSettings;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Attention of all kinds. */
final class AttentionCases {
    private AttentionCases() {}

    static List<OperationCase> cases(int n) {
        List<OperationCase> cases = new ArrayList<>();
        Map<String, AttentionSettings> settings = Map.of(
                "causal", AttentionSettings.upToItself(),
                "window", AttentionSettings.all().within(2),
                "causal window", AttentionSettings.upToItself().within(2),
                "scaled", AttentionSettings.all().scaled(0.3));
        settings.forEach((name, each) -> {
            cases.add(of(
                    "attention, " + name,
                    (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), each),
                    s(2, 3, n + 1),
                    s(2, 5, n + 1),
                    s(2, 5, 2)));
            cases.add(of(
                    "attention, more queries than keys, " + name,
                    (f, x) -> f.attention(x.get(0), x.get(1), x.get(2), each),
                    s(2, 5, 2),
                    s(2, 3, 2),
                    s(2, 3, n)));
            cases.add(of("selfAttention, " + name, (f, x) -> f.selfAttention(x.get(0), 2, each), s(2, 4, 3 * 2 * n)));
        });
        cases.add(of(
                "attention on itself, window",
                (f, x) -> f.attention(
                        x.get(0), x.get(0), x.get(0), AttentionSettings.all().within(2)),
                s(2, 4, 3)));
        cases.add(of(
                "attention, keys as values",
                (f, x) -> f.attention(x.get(0), x.get(1), x.get(1), AttentionSettings.all()),
                s(2, 4, 3),
                s(2, 4, 3)));
        cases.add(of(
                "attention with padding",
                (f, x) -> f.attention(
                        x.get(0), x.get(1), x.get(2), AttentionSettings.all().keys(padding(f))),
                s(2, 2, 3, n),
                s(2, 2, 4, n),
                s(2, 2, 4, 2)));
        cases.add(of(
                "attention with mask and bias",
                (f, x) -> f.attention(
                        x.get(0),
                        x.get(1),
                        x.get(2),
                        AttentionSettings.upToItself().visible(mask(f)).biased(x.get(3))),
                s(2, 2, 4, 3),
                s(2, 2, 4, 3),
                s(2, 2, 4, n),
                s(2, 1, 4)));
        cases.add(of(
                "multiHeadAttention",
                (f, x) -> f.multiHeadAttention(
                        x.get(0),
                        x.get(1),
                        x.get(2),
                        2,
                        AttentionSettings.upToItself().keys(padding(f)).biased(x.get(3))),
                s(2, 3, 2 * n),
                s(2, 4, 2 * n),
                s(2, 4, 6),
                s(2, 1, 4)));
        cases.add(of(
                "selfAttention of one head",
                (f, x) -> f.selfAttention(x.get(0), 1, AttentionSettings.all()),
                s(2, 3, 3 * n)));
        // Longer than two blocks.
        cases.add(of(
                        "selfAttention over blocks",
                        (f, x) -> f.selfAttention(
                                repeated(f, x.get(0)),
                                1,
                                AttentionSettings.upToItself().within(70)),
                        s(1, 3, 3))
                .within(1e-4));
        return cases;
    }

    private static Tensor padding(Ops f) {
        return f.scope().of(new boolean[] {true, true, true, false, false, false, false, false}, 2, 4);
    }

    private static Tensor mask(Ops f) {
        return f.scope().of(new boolean[] {true, false, true, true}, 4, 1);
    }

    private static Tensor repeated(Ops f, Tensor x) {
        double[] positions = new double[150 * 3];
        for (int i = 0; i < 150; i++) {
            positions[3 * i + i % 3] = 1 + 0.01 * i;
        }
        Tensor spread = f.scope().ops().cast(f.scope().of(positions, 1, 150, 3), x.type());
        return f.matmul(spread, x);
    }
}
