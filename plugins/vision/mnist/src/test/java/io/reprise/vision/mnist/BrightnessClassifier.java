package io.reprise.vision.mnist;

import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Signature;
import io.reprise.tensor.Ops;
import io.reprise.tensor.Tensor;
import java.util.List;
import java.util.Map;

/** Takes the brightness of the first pixel, in steps of 1 / 255 and counted from an offset, for the class. */
final class BrightnessClassifier implements ModelFactory<BrightnessClassifier.Settings> {
    record Settings(
            @Setting(value = "0", min = 0, max = 100, description = "brightness of class 0")
            int offset) {}

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Class<? extends Model> type() {
        return Model.class;
    }

    @Override
    public Signature signature(Settings settings) {
        return new Signature(
                Schema.of(Field.parse("image: float[B,1,H,W]", "pixels")),
                Schema.of(Field.parse("label: int[B] < C", "class")),
                Schema.of(Field.parse("logits: float[B,C]", "scores")),
                List.of("C"));
    }

    @Override
    public Model create(Settings settings, Dimensions dimensions, RunContext run) {
        int classes = dimensions.get("C");
        return new Model() {
            @Override
            public Map<String, Tensor> state() {
                return Map.of();
            }

            @Override
            public Batch apply(Ops f, Batch input) {
                Tensor image = input.tensor("image");
                int count = image.shape().size(0);
                float[] pixels = image.toFloats();
                float[] logits = new float[count * classes];
                for (int i = 0; i < count; i++) {
                    int seen = Math.round(255 * pixels[i * (pixels.length / count)]) - settings.offset();
                    for (int c = 0; c < classes; c++) {
                        logits[i * classes + c] = -Math.abs(seen - c);
                    }
                }
                return Batch.of("logits", f.scope().of(logits, count, classes));
            }
        };
    }
}
