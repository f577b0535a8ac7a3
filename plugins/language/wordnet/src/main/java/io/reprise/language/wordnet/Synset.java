package io.reprise.language.wordnet;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of synonyms: one line of a data file (WordNet manual, wndb(5WN), "Data File Format").
 *
 * @param id which it is
 * @param words the synonyms, blanks as blanks
 * @param pointers to other synsets
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
        String[] part = line.substring(0, bar).split(" ", -1);
        int wordCount = Integer.parseInt(part[3], 16);
        List<String> words = new ArrayList<>(wordCount);
        for (int w = 0; w < wordCount; w++) {
            words.add(word(part[4 + 2 * w]));
        }
        int at = 4 + 2 * wordCount;
        int pointerCount = Integer.parseInt(part[at++]);
        List<Pointer> pointers = new ArrayList<>(pointerCount);
        for (int p = 0; p < pointerCount; p++, at += 4) {
            Id to = new Id(part[at + 2].charAt(0), Integer.parseInt(part[at + 1]));
            pointers.add(new Pointer(Relation.of(part[at]), to));
        }
        Id id = new Id(partOfSpeech, Integer.parseInt(part[0]));
        return new Synset(id, words, pointers, line.substring(bar + 3).strip());
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
