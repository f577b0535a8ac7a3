package io.reprise.language.wordnet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The relations between synsets, with their symbols in the data files (WordNet manual, wninput(5WN), "Pointers"). */
enum Relation {
    ANTONYM("!"),
    HYPERNYM("@"),
    INSTANCE_HYPERNYM("@i"),
    HYPONYM("~"),
    INSTANCE_HYPONYM("~i"),
    MEMBER_HOLONYM("#m"),
    SUBSTANCE_HOLONYM("#s"),
    PART_HOLONYM("#p"),
    MEMBER_MERONYM("%m"),
    SUBSTANCE_MERONYM("%s"),
    PART_MERONYM("%p"),
    ATTRIBUTE("="),
    DERIVATION("+"),
    TOPIC_DOMAIN(";c"),
    TOPIC_MEMBER("-c"),
    REGION_DOMAIN(";r"),
    REGION_MEMBER("-r"),
    USAGE_DOMAIN(";u"),
    USAGE_MEMBER("-u"),
    ENTAILMENT("*"),
    CAUSE(">"),
    ALSO_SEE("^"),
    VERB_GROUP("$"),
    SIMILAR_TO("&"),
    PARTICIPLE("<"),
    PERTAINS_TO("\\");

    private static final Map<String, Relation> BY_SYMBOL = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(relation -> relation.symbol, Function.identity()));

    private static final List<Relation> ALL = List.of(values());

    private final String symbol;

    Relation(String symbol) {
        this.symbol = symbol;
    }

    /**
     * The relation of a symbol.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Relation of(String symbol) {
        Relation relation = BY_SYMBOL.get(symbol);
        if (relation == null) {
            throw new IllegalArgumentException("no relation has the symbol '" + symbol + "'");
        }
        return relation;
    }

    /** The number by which datasets know it. */
    int code() {
        return ALL.indexOf(this);
    }

    /** For instance {@code part-meronym}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
