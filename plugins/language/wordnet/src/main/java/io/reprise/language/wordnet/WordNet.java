package io.reprise.language.wordnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The data files, which the build puts beside this class. */
final class WordNet {
    /** The number of synsets. */
    static final int SYNSETS = 117_791;

    private static final Map<Character, String> FILES = files();

    private WordNet() {}

    private static Map<Character, String> files() {
        Map<Character, String> files = new LinkedHashMap<>();
        files.put('n', "data.noun");
        files.put('v', "data.verb");
        files.put('a', "data.adj");
        files.put('r', "data.adv");
        return files;
    }

    /** All synsets in the order of the files: nouns, verbs, adjectives, adverbs. */
    static List<Synset> synsets() {
        List<Synset> synsets = new ArrayList<>(SYNSETS);
        FILES.forEach((partOfSpeech, file) -> read(file, partOfSpeech, synsets));
        if (synsets.size() != SYNSETS) {
            throw new IllegalStateException("WordNet has " + synsets.size() + " synsets, not " + SYNSETS);
        }
        return synsets;
    }

    private static void read(String file, char partOfSpeech, List<Synset> synsets) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(WordNet.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("  ")) { // the licence at the head is indented
                    synsets.add(Synset.parse(partOfSpeech, line));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(file + " of the bundle cannot be read", unreadable);
        }
    }

    /**
     * A number from 0 to 1 that looks random but is always the same (the finaliser of MurmurHash3, Appleby 2011): decides orders and splits.
     */
    static double scramble(long key) {
        long h = key;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return (h >>> 11) * 0x1p-53;
    }
}
