package io.reprise.engine.internal.claims;

import io.reprise.api.CancelledException;
import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.Claim;
import io.reprise.engine.ClaimResult;
import io.reprise.engine.Pipeline;
import io.reprise.engine.Pipelines;
import io.reprise.engine.Reproducer;
import io.reprise.engine.RunListener;
import io.reprise.engine.RunResult;
import io.reprise.engine.Runner;
import io.reprise.engine.internal.compose.Composed;
import io.reprise.engine.internal.data.DataFiles;
import io.reprise.engine.internal.home.Home;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.resources.Resources;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.internal.yaml.Yaml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Runs claims. Whatever keeps a claim from being measured is told; nothing counts as holding that was not measured. */
@Component(service = Reproducer.class)
public final class ReproducerService implements Reproducer {
    private final Resources resources;
    private final Pipelines pipelines;
    private final Runner runner;
    private final DataFiles data;
    private final Home home;

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Offers offers;

    /** The reproducer of a framework. */
    @Activate
    public ReproducerService(
            @Reference Resources resources,
            @Reference Pipelines pipelines,
            @Reference Runner runner,
            @Reference Home home,
            @Reference DataFiles data) {
        this.resources = resources;
        this.pipelines = pipelines;
        this.runner = runner;
        this.home = home;
        this.data = data;
    }

    @Override
    public List<Claim> claims(String method) {
        if (!resources.methods().contains(method)) {
            throw unknownMethod(method);
        }
        List<Claim> claims = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Resources.Resource file : resources.claims()) {
            if (file.method().equals(method)) {
                for (Claim claim : ClaimsFile.of(Yaml.parse(file.text().get(), file.place(), "claims in YAML"))) {
                    if (!claim.method().equals(method)) {
                        throw RepriseException.problem("The claims are those of '" + claim.method() + "'")
                                .at(file.place())
                                .expected("method: " + method);
                    }
                    if (!ids.add(claim.id())) {
                        throw RepriseException.problem("Two claims are called '" + claim.id() + "'")
                                .at(file.place());
                    }
                    claims.add(claim);
                }
            }
        }
        return claims;
    }

    private RepriseException unknownMethod(String method) {
        Offers now = offers;
        Collection<String> offered = now == null ? List.of() : now.methods();
        if (offered.contains(method)) {
            return RepriseException.problem("The method '" + method + "' is not installed")
                    .hint("Install it with: reprise install " + method);
        }
        Set<String> known = new TreeSet<>(resources.methods());
        known.addAll(offered);
        return RepriseException.problem("There is no method '" + method + "'").hint(Nearest.hint(method, known));
    }

    @Override
    public List<ClaimResult> reproduce(String method, Options options, Listener listener, Cancellation cancellation) {
        List<Claim> claims = select(method, options);
        checkOverrides(method, claims, options.overrides());
        Session session = new Session(options, listener, cancellation);
        List<ClaimResult> results = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            listener.claimStarted(claims.get(i), i + 1, claims.size());
            ClaimResult result = session.decide(claims.get(i));
            results.add(result);
            listener.claimFinished(result);
        }
        return results;
    }

    private List<Claim> select(String method, Options options) {
        List<Claim> all = claims(method);
        List<String> ids = all.stream().map(Claim::id).toList();
        for (String id : options.claims()) {
            if (!ids.contains(id)) {
                throw RepriseException.problem("The method '" + method + "' has no claim '" + id + "'")
                        .hint(Nearest.hint(id, ids));
            }
        }
        List<Claim> selected = all.stream()
                .filter(claim -> options.claims().isEmpty() || options.claims().contains(claim.id()))
                .toList();
        if (!options.quick()) {
            return selected;
        }
        return selected.stream()
                .min(Comparator.comparing((Claim claim) -> !found(claim.needs()))
                        .thenComparingDouble(Claim::minutes))
                .map(List::of)
                .orElse(List.of());
    }

    private boolean found(List<String> needs) {
        return needs.stream().allMatch(need -> data.find(Path.of(need)).isPresent());
    }

    /** An override that fits no run is a mistake; one that fits some only is what one means. */
    private void checkOverrides(String method, List<Claim> claims, Map<String, String> overrides) {
        for (String key : overrides.keySet()) {
            boolean fits = claims.stream()
                    .flatMap(claim -> claim.runs().values().stream())
                    .anyMatch(run -> pipeline(method, run).accepts(key));
            if (!claims.isEmpty() && !fits) {
                throw RepriseException.problem("No claim's pipeline has the part that '" + key + "' sets")
                        .at(key)
                        .expected("a key such as data.path, model.SETTING or trainer.SETTING");
            }
        }
    }

    /** A claim's pipeline is its own method's where that has one of the name. */
    private Pipeline pipeline(String method, Claim.PlannedRun run) {
        boolean own = resources.pipelines().stream()
                .anyMatch(resource ->
                        resource.method().equals(method) && resource.name().equals(run.pipeline()));
        return pipelines.named(own ? method + "/" + run.pipeline() : run.pipeline());
    }

    /** What one call has run. */
    private final class Session {
        private final Options options;
        private final Listener listener;
        private final Cancellation cancellation;
        private final RunCache cache = new RunCache(home, data);
        private final Map<String, RunCache.Entry> done = new HashMap<>();

        Session(Options options, Listener listener, Cancellation cancellation) {
            this.options = options;
            this.listener = listener;
            this.cancellation = cancellation;
        }

        ClaimResult decide(Claim claim) {
            Decision decision = new Decision(claim);
            try {
                Optional<String> missing = missing(claim);
                if (missing.isPresent()) {
                    return decision.of(ClaimResult.Verdict.NOT_RUN, missing.get(), List.of());
                }
                List<Map<String, Map<String, Double>>> bySeed = new ArrayList<>();
                for (long seed : options.seeds().isEmpty() ? claim.seeds() : options.seeds()) {
                    Map<String, Map<String, Double>> runs = new LinkedHashMap<>();
                    for (Map.Entry<String, Claim.PlannedRun> run : claim.runs().entrySet()) {
                        runs.put(run.getKey(), run(claim, run.getKey(), run.getValue(), seed, decision));
                    }
                    bySeed.add(runs);
                }
                List<ClaimResult.Measured> measured = new ArrayList<>();
                for (Claim.Expectation expectation : claim.expect()) {
                    measured.add(Measuring.measure(expectation, bySeed));
                }
                boolean holds = measured.stream().allMatch(ClaimResult.Measured::holds);
                return decision.of(holds ? ClaimResult.Verdict.HOLDS : ClaimResult.Verdict.FAILS, "", measured);
            } catch (RepriseException e) {
                if (cancellation.isCancelled()) {
                    throw new CancelledException();
                }
                return decision.of(ClaimResult.Verdict.FAILS, e.getMessage(), List.of());
            }
        }

        private Map<String, Double> run(
                Claim claim, String name, Claim.PlannedRun planned, long seed, Decision decision) {
            if (cancellation.isCancelled()) {
                throw new CancelledException();
            }
            Composed composition = compose(claim, planned, seed, options.overrides());
            String key = cache.key(composition, claim.needs());
            String label = name + " seed " + seed + ": ";
            Optional<RunCache.Entry> shared = Optional.ofNullable(done.get(key));
            Optional<RunCache.Entry> known = shared.isPresent() || options.fresh() ? shared : cache.get(key);
            if (known.isPresent()) {
                decision.runs.add(label + known.get().run());
                listener.runShared(claim, name, seed, known.get().run());
                done.put(key, known.get());
                return known.get().metrics();
            }
            decision.allCached = false;
            RunListener follower = listener.runStarted(claim, name, seed);
            RunResult result = runner.run(composition, follower, cancellation);
            decision.runs.add(label + result.id());
            decision.seconds += result.seconds();
            RunCache.Entry entry = new RunCache.Entry(result.id(), result.metrics());
            done.put(key, entry);
            cache.put(key, composition, entry);
            return result.metrics();
        }

        private Composed compose(Claim claim, Claim.PlannedRun planned, long seed, Map<String, String> overrides) {
            Pipeline pipeline = pipeline(claim.method(), planned).with(planned.set());
            Map<String, String> accepted = new LinkedHashMap<>();
            for (Map.Entry<String, String> override : overrides.entrySet()) {
                if (pipeline.accepts(override.getKey())) {
                    accepted.put(override.getKey(), override.getValue());
                }
            }
            accepted.put("seed", Long.toString(seed));
            return (Composed) pipelines.compose(pipeline.with(accepted));
        }

        /** Why a claim cannot be run here; empty if all that it needs is there, or has been fetched. */
        private Optional<String> missing(Claim claim) {
            for (String need : claim.needs()) {
                if (data.find(Path.of(need)).isEmpty() && !replaced(claim, need)) {
                    try {
                        if (data.fetch(Path.of(need), listener.fetching(claim), cancellation)
                                .isPresent()) {
                            continue;
                        }
                    } catch (RepriseException e) {
                        return Optional.of("It needs the file " + need + ". " + e.getMessage()
                                + data.declared(Path.of(need))
                                        .map(name -> " To try again: reprise data fetch " + name)
                                        .orElse(""));
                    }
                    return Optional.of("It needs the file " + need + ". Put it into " + home.data()
                            + ", or name the folder where it lies in REPRISE_DATA.");
                }
            }
            return Optional.empty();
        }

        /** Whether the user's overrides name another file in place of a needed one. */
        private boolean replaced(Claim claim, String need) {
            boolean named = false;
            for (Claim.PlannedRun run : claim.runs().values()) {
                long seed = claim.seeds().get(0);
                if (uses(compose(claim, run, seed, options.overrides()), need)) {
                    return false;
                }
                named |= uses(compose(claim, run, seed, Map.of()), need);
            }
            return named;
        }

        private static boolean uses(Composed composition, String need) {
            Path name = Path.of(need).getFileName();
            return composition.parts().stream()
                    .flatMap(part -> part.values().values().stream())
                    .filter(String.class::isInstance)
                    .anyMatch(value -> value.equals(need)
                            || value.toString().endsWith("/" + name)
                            || value.equals(name.toString()));
        }
    }

    /** What is known of a claim so far. */
    private static final class Decision {
        private final Claim claim;
        private final List<String> runs = new ArrayList<>();
        private double seconds;
        private boolean allCached = true;

        Decision(Claim claim) {
            this.claim = claim;
        }

        ClaimResult of(ClaimResult.Verdict verdict, String reason, List<ClaimResult.Measured> measured) {
            return new ClaimResult(claim, verdict, reason, measured, runs, seconds, allCached && !runs.isEmpty());
        }
    }
}
