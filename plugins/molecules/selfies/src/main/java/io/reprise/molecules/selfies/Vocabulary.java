package io.reprise.molecules.selfies;

import io.reprise.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The symbols of one kind of string, numbered; number 0 is the padding after the end. */
final class Vocabulary {
    static final int PADDING = 0;

    private final List<String> symbols;
    private final Map<String, Integer> codes = new HashMap<>();

    /** Numbers the symbols from 1 on. */
    Vocabulary(List<String> symbols) {
        this.symbols = List.copyOf(symbols);
        for (String symbol : symbols) {
            codes.put(symbol, codes.size() + 1);
        }
    }

    /** The number of codes, padding included. */
    int size() {
        return symbols.size() + 1;
    }

    /** The codes of symbols, padded; empty where there are too many, or one that is not known. */
    Optional<int[]> encode(List<String> text, int length) {
        if (text.size() > length) {
            return Optional.empty();
        }
        int[] encoded = new int[length];
        for (int i = 0; i < text.size(); i++) {
            Integer code = codes.get(text.get(i));
            if (code == null) {
                return Optional.empty();
            }
            encoded[i] = code;
        }
        return Optional.of(encoded);
    }

    /** The text of codes, without the padding wherever it stands. */
    String decode(int[] encoded, int from, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < from + length; i++) {
            if (encoded[i] != PADDING) {
                text.append(symbols.get(encoded[i] - 1));
            }
        }
        return text.toString();
    }

    /** The texts of rows of codes, {@code int [rows, length]}. */
    List<String> texts(Tensor encoded) {
        int[] codes = encoded.toInts();
        int length = encoded.shape().size(1);
        List<String> texts = new ArrayList<>();
        for (int from = 0; from < codes.length; from += length) {
            texts.add(decode(codes, from, length));
        }
        return texts;
    }
}
