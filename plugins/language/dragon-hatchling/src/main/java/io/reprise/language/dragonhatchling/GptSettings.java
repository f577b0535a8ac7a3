package io.reprise.language.dragonhatchling;

import io.reprise.api.RepriseException;
import io.reprise.api.Setting;

/** The sizes of a {@link Gpt}; the defaults make the 453,544 parameters of the comparison, with 256 tokens in windows of 64. */
public record GptSettings(
        @Setting(value = "3", min = 1, max = 1000, description = "number of layers, each with its own parameters")
        int layers,

        @Setting(value = "104", min = 1, max = 65536, description = "D: width of the residual stream")
        int width,

        @Setting(value = "4", min = 1, max = 1024, description = "H: number of attention heads")
        int heads,

        @Setting(
                value = "0",
                min = 0,
                max = 0.9,
                description = "share of embeddings and of each block's results zeroed in training")
        double dropout) {
    /** Checks that the width divides into heads. */
    public GptSettings {
        if (width % heads != 0) {
            throw RepriseException.problem("A width of " + width + " does not divide into " + heads + " heads")
                    .at("model.heads")
                    .expected("a divisor of model.width")
                    .hint("Change model.width or model.heads.");
        }
    }
}
