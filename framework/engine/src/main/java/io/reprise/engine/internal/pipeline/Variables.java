package io.reprise.engine.internal.pipeline;

import io.reprise.api.RepriseException;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.internal.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables of a pipeline. {@code ${NAME}} in a value stands for a variable's value; where it is all of the value, for a list
 * or a map too. {@code $${NAME}} stands for the text {@code ${NAME}}.
 *
 * @param values by name
 */
record Variables(Map<String, YamlValue> values) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern WRITTEN = Pattern.compile("\\$(\\$?)\\{([^}]*)}");

    /**
     * The variables of a map.
     *
     * @param given the value of the key {@code variables}
     * @param overrides texts in place of values, by name
     * @throws RepriseException if a name is none, or an override has no variable
     */
    static Variables of(YamlValue.Mapping given, Map<String, String> overrides) {
        Map<String, YamlValue> values = new LinkedHashMap<>(given.entries());
        values.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw RepriseException.problem("'" + name + "' is no name for a variable")
                        .at(given.keys().get(name).toString())
                        .expected("a letter, then letters, digits, hyphens or underscores");
            }
            if (value.plain() instanceof String text && WRITTEN.matcher(text).find()) {
                throw RepriseException.problem("The variable '" + name + "' refers to another variable")
                        .at(value.at().toString())
                        .expected("a plain value");
            }
        });
        overrides.forEach((name, text) -> {
            if (!values.containsKey(name)) {
                throw unknown(name, PipelineKeys.VARIABLES + "." + name, values);
            }
            values.put(name, new YamlValue.Scalar(given.at(), text));
        });
        return new Variables(values);
    }

    /** A value with the variables' values in place of their names. */
    YamlValue in(YamlValue value) {
        if (value instanceof YamlValue.Scalar scalar) {
            return in(scalar);
        } else if (value instanceof YamlValue.Sequence sequence) {
            List<YamlValue> elements =
                    sequence.elements().stream().map(this::in).toList();
            return new YamlValue.Sequence(sequence.at(), elements);
        }
        YamlValue.Mapping mapping = (YamlValue.Mapping) value;
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        mapping.entries().forEach((key, each) -> entries.put(key, in(each)));
        return new YamlValue.Mapping(mapping.at(), entries, mapping.keys());
    }

    private YamlValue in(YamlValue.Scalar scalar) {
        if (scalar.text() == null || scalar.text().indexOf('$') < 0) {
            return scalar;
        }
        Matcher whole = WRITTEN.matcher(scalar.text());
        if (whole.matches() && whole.group(1).isEmpty()) {
            return value(whole.group(2), scalar);
        }
        String text = WRITTEN.matcher(scalar.text())
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).isEmpty()
                                ? text(match.group(2), scalar)
                                : match.group().substring(1)));
        return new YamlValue.Scalar(scalar.at(), text);
    }

    private YamlValue value(String name, YamlValue.Scalar place) {
        YamlValue value = values.get(name);
        if (value == null) {
            throw unknown(name, place.at().toString(), values);
        }
        return value;
    }

    private String text(String name, YamlValue.Scalar place) {
        if (value(name, place) instanceof YamlValue.Scalar scalar && scalar.text() != null) {
            return scalar.text();
        }
        throw RepriseException.problem("The variable '" + name + "' is no single value, so it cannot be part of a text")
                .at(place.at().toString())
                .expected("${" + name + "} alone, or a variable that is a text or a number");
    }

    private static RepriseException unknown(String name, String place, Map<String, YamlValue> values) {
        return RepriseException.problem("There is no variable '" + name + "'")
                .at(place)
                .hint(
                        values.isEmpty()
                                ? "The pipeline has no variables; they are given under the key 'variables'."
                                : Nearest.hint(name, values.keySet()));
    }
}
