package io.reprise.engine.internal.claims;

import io.reprise.api.RepriseException;
import io.reprise.engine.Claim;
import io.reprise.engine.internal.yaml.YamlValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads files of claims. Strict: a key that is not understood could be a criterion that is silently not checked. */
public final class ClaimsFile {
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final List<String> KEYS =
            List.of("id", "says", "source", "paper", "scale", "reduced", "minutes", "seeds", "needs", "runs", "expect");

    private ClaimsFile() {}

    /**
     * The claims in a document.
     *
     * @throws RepriseException if it is not as it should be, with file, line and column
     */
    public static List<Claim> of(YamlValue document) {
        YamlValue.Mapping root = document.mapping("claims").only(List.of("method", "claims"), "");
        String method = root.text("method");
        List<Claim> claims = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (YamlValue value : root.get("claims").list("claims")) {
            YamlValue.Mapping claim = value.mapping("claims").only(KEYS, "");
            claims.add(claim(method, claim));
            if (!ids.add(claim.text("id"))) {
                throw claim.get("id").unexpected("id", "an id that no other claim has");
            }
        }
        return claims;
    }

    private static Claim claim(String method, YamlValue.Mapping claim) {
        String id = word(claim.get("id"), "id");
        Claim.Scale scale = scale(claim.get("scale"));
        String reduced = claim.text("reduced", "");
        if (reduced.isEmpty() != (scale != Claim.Scale.REDUCED) && scale != Claim.Scale.SYNTHETIC) {
            throw claim.get("scale")
                    .unexpected(
                            "scale",
                            scale == Claim.Scale.REDUCED
                                    ? "the key 'reduced' beside it, which says what was reduced"
                                    : "no key 'reduced' beside it");
        }
        double minutes = claim.get("minutes").number("minutes");
        if (minutes <= 0) {
            throw claim.get("minutes").unexpected("minutes", "a number above 0");
        }
        List<Long> seeds = claim.get("seeds").list("seeds").stream()
                .map(seed -> seed.whole("seeds"))
                .toList();
        if (seeds.isEmpty()) {
            throw claim.get("seeds").unexpected("seeds", "at least one seed");
        }
        Map<String, Claim.PlannedRun> runs = new LinkedHashMap<>();
        claim.get("runs").mapping("runs").entries().forEach((name, run) -> {
            if (!WORD.matcher(name).matches()) {
                throw run.unexpected("runs", "names in lower case with hyphens, not '" + name + "'");
            }
            runs.put(name, run(run.mapping("runs." + name).only(List.of("pipeline", "set"), "")));
        });
        if (runs.isEmpty()) {
            throw claim.get("runs").unexpected("runs", "at least one run");
        }
        List<Claim.Expectation> expect = new ArrayList<>();
        for (YamlValue expectation : claim.get("expect").list("expect")) {
            expect.add(expectation(expectation.mapping("expect"), runs.keySet()));
        }
        if (expect.isEmpty()) {
            throw claim.get("expect").unexpected("expect", "at least one measure with its range");
        }
        return new Claim(
                method,
                id,
                claim.text("says"),
                claim.text("source"),
                claim.text("paper"),
                scale,
                reduced,
                minutes,
                seeds,
                claim.has("needs") ? claim.get("needs").texts("needs") : List.of(),
                runs,
                expect);
    }

    private static String word(YamlValue value, String key) {
        String text = value.text(key);
        if (!WORD.matcher(text).matches()) {
            throw value.unexpected(key, "a name in lower case with hyphens");
        }
        return text;
    }

    private static Claim.Scale scale(YamlValue value) {
        String text = value.text("scale");
        for (Claim.Scale scale : Claim.Scale.values()) {
            if (scale.toString().equals(text.toLowerCase(Locale.ROOT))) {
                return scale;
            }
        }
        throw value.unexpected("scale", "full, reduced or synthetic");
    }

    private static Claim.PlannedRun run(YamlValue.Mapping run) {
        Map<String, String> set = new LinkedHashMap<>();
        if (run.has("set")) {
            run.get("set").mapping("set").entries().forEach((key, value) -> set.put(key, setting(key, value)));
        }
        return new Claim.PlannedRun(run.text("pipeline"), set);
    }

    private static String setting(String key, YamlValue value) {
        return value instanceof YamlValue.Sequence ? "[" + String.join(", ", value.texts(key)) + "]" : value.text(key);
    }

    private static Claim.Expectation expectation(YamlValue.Mapping expect, Set<String> runs) {
        expect.only(List.of("measure", "minus", "over", "min", "max"), "");
        for (String key : List.of("measure", "minus", "over")) {
            if (expect.has(key)) {
                String measure = expect.text(key);
                int slash = measure.indexOf('/');
                if (slash < 0 || slash == measure.length() - 1 || !runs.contains(measure.substring(0, slash))) {
                    throw expect.get(key).unexpected(key, "RUN/METRIC, where the run is " + String.join(" or ", runs));
                }
            }
        }
        if (expect.has("minus") && expect.has("over")) {
            throw expect.get("over").unexpected("over", "no key 'minus' beside it");
        }
        OptionalDouble min = bound(expect, "min");
        OptionalDouble max = bound(expect, "max");
        if (min.isEmpty() && max.isEmpty()) {
            throw RepriseException.problem("The measure has no range")
                    .at(expect.at().toString())
                    .expected("min, max, or both");
        }
        if (min.isPresent() && max.isPresent() && min.getAsDouble() > max.getAsDouble()) {
            throw expect.get("max").unexpected("max", "at least min");
        }
        return new Claim.Expectation(expect.text("measure"), other(expect, "minus"), other(expect, "over"), min, max);
    }

    private static Optional<String> other(YamlValue.Mapping expect, String key) {
        return expect.has(key) ? Optional.of(expect.text(key)) : Optional.empty();
    }

    private static OptionalDouble bound(YamlValue.Mapping expect, String key) {
        return expect.has(key) ? OptionalDouble.of(expect.get(key).number(key)) : OptionalDouble.empty();
    }
}
