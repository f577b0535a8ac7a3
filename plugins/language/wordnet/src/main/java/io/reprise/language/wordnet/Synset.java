package io.reprise.language.wordnet;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * A set of synonyms: one line of a data file (WordNet manual, wndb(5WN), "Data File Format").
 *
 * @param id which it is
 * @param words the synonyms, blanks as blanks
 * @param pointers to other synsets, each once
 * @param gloss the definition, and examples in quotation marks
 */
record Synset(Id id, List<String> words, List<Pointer> pointers, String gloss) {
    /**
     * Which synset.
     *
     * @param partOfSpeech n, v, a or r
     * @param offset in the data file of that part of speech
     */
    record Id(char partOfSpeech, int offset) {}

    /** A relation of one synset to another. */
    record Pointer(Relation relation, Id to) {}

    /**
     * The synset of a line:
     * {@code offset lex_filenum ss_type w_cnt word lex_id [word lex_id...] p_cnt [symbol offset pos source/target...] [frames] | gloss}.
     */
    static Synset parse(char partOfSpeech, String line) {
        int bar = line.indexOf(" | ");
        StringTokenizer parts = new StringTokenizer(line.substring(0, bar), " ");
        int offset = Integer.parseInt(parts.nextToken());
        parts.nextToken();
        parts.nextToken();
        int wordCount = Integer.parseInt(parts.nextToken(), 16);
        List<String> words = new ArrayList<>(wordCount);
        for (int w = 0; w < wordCount; w++) {
            words.add(word(parts.nextToken()));
            parts.nextToken();
        }
        int pointerCount = Integer.parseInt(parts.nextToken());
        // Relations of several words of two synsets are one relation of the synsets.
        Set<Pointer> pointers = new LinkedHashSet<>();
        for (int p = 0; p < pointerCount; p++) {
            Relation relation = Relation.of(parts.nextToken());
            int to = Integer.parseInt(parts.nextToken());
            pointers.add(new Pointer(relation, new Id(parts.nextToken().charAt(0), to)));
            parts.nextToken();
        }
        Id id = new Id(partOfSpeech, offset);
        return new Synset(
                id, words, List.copyOf(pointers), line.substring(bar + 3).strip());
    }

    /** Adjectives may end in a marker of where they stand, as in {@code galore(ip)}. */
    private static String word(String written) {
        int marker = written.indexOf('(');
        return (marker < 0 ? written : written.substring(0, marker)).replace('_', ' ');
    }

    /** A unique name that people can read, for instance {@code dog.n.2086723}. */
    String name() {
        return words.get(0) + "." + id.partOfSpeech() + "." + id.offset();
    }
}
