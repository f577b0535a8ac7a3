package io.reprise.engine.internal.compose;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.data.Dataset;
import io.reprise.data.Dimensions;
import io.reprise.data.Environment;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.engine.BundleInfo;
import io.reprise.engine.internal.pipeline.Part;
import io.reprise.engine.internal.pipeline.PipelineText;
import io.reprise.engine.internal.plugins.Description;
import io.reprise.engine.internal.plugins.Facts;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.plugins.Plugins;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.settings.SettingsReader;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.model.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the plug-ins of a pipeline, reads their settings, and checks that the parts fit. Makes none of them. */
public final class Composer {
    private final Plugins plugins;
    private final Offers offers;

    /** A composer over plug-ins. */
    public Composer(Plugins plugins, Offers offers) {
        this.plugins = plugins;
        this.offers = offers;
    }

    /**
     * Puts a pipeline together.
     *
     * @throws RepriseException if a plug-in or setting is unknown, a value is wrong, or parts do not fit
     */
    public Composed compose(PipelineText pipeline) {
        Described dataset = describe(pipeline.data());
        Described data = dataset;
        List<ComposedTransform> transforms = new ArrayList<>();
        for (Part part : pipeline.transforms()) {
            ComposedTransform transform = transform(part, data);
            transforms.add(transform);
            data = data.after(transform.part(), after(transform));
        }
        Described given = data;
        Optional<Described> model = pipeline.model().map(this::describe);
        List<Described> trainers =
                pipeline.trainers().stream().map(this::describe).toList();
        List<Described> evaluators =
                pipeline.evaluators().stream().map(this::describe).toList();
        if (trainers.isEmpty() && evaluators.isEmpty()) {
            throw RepriseException.problem("The pipeline '" + pipeline.name() + "' has nothing to do")
                    .at(pipeline.place())
                    .expected("a trainer, evaluators, or both");
        }
        CheckpointSettings.of(pipeline.checkpoints());
        String executor = executor(pipeline);
        Unifier sizes = new Unifier();
        List<Described> users = new ArrayList<>(trainers);
        users.addAll(evaluators);
        Adaptations adaptations =
                new Adaptations(plugins, this::use, columns -> missing(columns, model, users, !trainers.isEmpty()));
        model.ifPresent(each -> checkModel(each, given, !trainers.isEmpty(), sizes, adaptations));
        users.forEach(each -> checkUser(each, model, given, sizes, adaptations));
        Dimensions dimensions =
                model.map(each -> checkFixed(each, given, sizes)).orElse(Dimensions.NONE);
        Composed composed = new Composed(
                pipeline.name(),
                pipeline.summary(),
                dataset.composed(),
                transforms,
                model.map(Described::composed),
                trainers.stream().map(Described::composed).toList(),
                evaluators.stream().map(Described::composed).toList(),
                dimensions,
                pipeline.seed(),
                pipeline.checkpoints(),
                pipeline.tensor(),
                List.of());
        List<BundleInfo> bundles = new ArrayList<>(plugins.runtime(executor));
        composed.parts().forEach(part -> bundles.addAll(part.plugin().bundles()));
        return composed.with(bundles);
    }

    private String executor(PipelineText pipeline) {
        String executor = TensorSettings.of(pipeline.tensor()).executor();
        Collection<String> executors = plugins.executors();
        if (executors.contains(executor)) {
            return executor;
        }
        boolean installable = offers.extensions().contains(executor);
        RepriseException problem = RepriseException.problem(
                        installable
                                ? "The executor '" + executor + "' is not started"
                                : "There is no executor '" + executor + "'")
                .at(TensorSettings.executorPlace(pipeline.tensor()))
                .expected(String.join(" or ", executors));
        if (installable) {
            throw problem.hint("Install it with: reprise install " + executor);
        }
        List<String> known = new ArrayList<>(executors);
        known.addAll(offers.extensions());
        throw problem.hint(Nearest.hint(executor, known));
    }

    /**
     * A part and what its plug-in says of itself.
     *
     * @param through the transforms that a dataset's columns have gone through
     */
    private record Described(ComposedPart composed, Facts facts, List<String> through) {
        Described after(ComposedPart transform, Schema columns) {
            List<String> further = new ArrayList<>(through);
            further.add(transform.use());
            return new Described(
                    composed, new Facts.OfDataset(facts.settings(), Dataset.class, columns, Schema.EMPTY), further);
        }

        Facts.OfDataset dataset() {
            return (Facts.OfDataset) facts;
        }

        Facts.OfModel model() {
            return (Facts.OfModel) facts;
        }

        Requirements requirements() {
            return ((Facts.OfUser) facts).requirements();
        }

        String title() {
            return "the " + composed.plugin().info().kind() + " '" + composed.use() + "'"
                    + (through.isEmpty() ? "" : " through " + String.join(", ", through));
        }

        /** The name of its symbols' space: parts are told apart by their names in the pipeline. */
        String space() {
            return composed.name();
        }

        RepriseException problem(String text) {
            return RepriseException.problem(Character.toUpperCase(text.charAt(0)) + text.substring(1))
                    .at(composed.part().place());
        }
    }

    private Described describe(Part part) {
        Plugins.Installed plugin = find(part);
        try (Plugins.Lease lease = plugin.lease()) {
            return Facts.blaming(plugin, "describing itself", () -> {
                ComposedPart composed = read(part, plugin, Facts.reader(part.kind(), lease.factory()));
                return new Described(composed, Facts.of(part.kind(), lease.factory(), composed.settings()), List.of());
            });
        }
    }

    private <S extends Record> ComposedPart read(Part part, Plugins.Installed plugin, SettingsReader<S> reader) {
        S settings = reader.read(part.values(), part.places());
        return new ComposedPart(part, plugin, use(plugin), settings, reader.write(settings), every(part));
    }

    private static OptionalLong every(Part part) {
        if (part.every().isEmpty()) {
            return OptionalLong.empty();
        }
        Part.Given every = part.every().get();
        try {
            long steps = Long.parseLong(String.valueOf(every.value()).strip());
            if (steps > 0) {
                return OptionalLong.of(steps);
            }
        } catch (NumberFormatException e) {
            throw wrongEvery(every).because(e);
        }
        throw wrongEvery(every);
    }

    private static RepriseException wrongEvery(Part.Given every) {
        return RepriseException.problem("'" + every.value() + "' is no number of steps")
                .at(every.place())
                .expected(
                        "a whole number of at least 1: an evaluator measures after every so many steps, and at the end");
    }

    private ComposedTransform transform(Part part, Described data) {
        if (Environment.class.isAssignableFrom(data.dataset().type())) {
            throw RepriseException.problem("Transforms work on datasets, but " + data.title() + " is an environment")
                    .at(part.place())
                    .hint("Leave the transforms out, or take recorded episodes as a dataset.");
        }
        return new ComposedTransform(describe(part).composed(), data.dataset().schema());
    }

    /** The columns after a transform. */
    private static Schema after(ComposedTransform transform) {
        ComposedPart composed = transform.part();
        try (Plugins.Lease lease = composed.plugin().lease()) {
            return Facts.blaming(
                    composed.plugin(),
                    "describing itself",
                    () -> Facts.schemaAfter(lease.factory(), composed.settings(), transform.columns()));
        } catch (RepriseException e) {
            Part part = composed.part();
            throw e.at(
                    e.where().isEmpty() || e.where().startsWith("bundle ")
                            ? part.place()
                            : part.places().of(e.where()));
        }
    }

    /** The name of a plug-in, with its method if another bundle offers the same name. */
    private String use(Plugins.Installed plugin) {
        String name = plugin.info().name();
        boolean shared = plugins.list(plugin.info().kind()).stream()
                .anyMatch(other ->
                        other.info().name().equals(name) && !other.qualifier().equals(plugin.qualifier()));
        return shared ? plugin.qualifier() + "/" + name : name;
    }

    /**
     * The plug-in that a part names. A pipeline that came with a bundle finds that bundle's own plug-in first, so that no
     * other bundle can change what it means.
     */
    private Plugins.Installed find(Part part) {
        String method = part.method();
        int slash = part.use().indexOf('/');
        String qualifier = part.use().substring(0, Math.max(slash, 0));
        String name = part.use().substring(slash + 1);
        List<Plugins.Installed> named = plugins.list(part.kind()).stream()
                .filter(plugin -> plugin.info().name().equals(name))
                .filter(plugin -> qualifier.isEmpty()
                        || plugin.qualifier().equals(qualifier)
                        || plugin.info().bundle().equals(qualifier))
                .toList();
        if (named.isEmpty()) {
            throw unknown(part, qualifier, name);
        }
        Optional<Plugins.Installed> own = named.stream()
                .filter(plugin -> !method.isEmpty() && plugin.info().method().equals(method))
                .findFirst();
        Set<String> qualifiers =
                named.stream().map(Plugins.Installed::qualifier).collect(Collectors.toSet());
        if (own.isEmpty() && qualifiers.size() > 1) {
            throw RepriseException.problem("Several installed methods have " + article(part.kind()) + " '" + name + "'")
                    .at(part.place())
                    .expected(qualifiers.stream()
                            .sorted()
                            .map(each -> each + "/" + name)
                            .collect(Collectors.joining(" or ")));
        }
        return own.orElse(named.get(0));
    }

    private RepriseException unknown(Part part, String qualifier, String name) {
        List<Plugins.Installed> ofKind = plugins.list(part.kind());
        RepriseException problem = RepriseException.problem("No " + part.kind() + " '" + part.use() + "' is installed")
                .at(part.place());
        List<String> others = ofKind.stream()
                .filter(plugin -> plugin.info().name().equals(name))
                .map(plugin -> plugin.qualifier() + "/" + name)
                .toList();
        if (!others.isEmpty()) {
            return problem.hint(
                    "'" + qualifier + "' has none of this name; there is " + String.join(" or ", others) + ".");
        }
        List<String> methods = offers.methodsWith(part.kind(), name);
        if (!methods.isEmpty()) {
            return problem.hint("Install it with: reprise install " + String.join(" or ", methods));
        }
        Optional<Kind> otherKind = plugins.list().stream()
                .filter(plugin -> plugin.info().name().equals(name))
                .map(plugin -> plugin.info().kind())
                .findFirst();
        if (otherKind.isPresent()) {
            return problem.hint("There is " + article(otherKind.get()) + " of this name.");
        }
        List<String> names =
                ofKind.stream().map(plugin -> plugin.info().name()).distinct().toList();
        return problem.hint(
                names.isEmpty()
                        ? "Nothing installed has " + article(part.kind()) + "; see what reprise list offers."
                        : Nearest.hint(name, names));
    }

    private static String article(Kind kind) {
        return (kind == Kind.EVALUATOR ? "an " : "a ") + kind;
    }

    /** A column that these columns lack for everything in the pipeline to fit. */
    private static Optional<Field> missing(
            Schema columns, Optional<Described> model, List<Described> users, boolean learns) {
        Unifier sizes = new Unifier();
        String data = "data";
        if (model.isPresent()) {
            String space = model.get().space();
            Signature signature = model.get().model().signature();
            Schema targets = learns ? signature.targets() : presentIn(columns, signature.targets());
            Optional<Unifier.Misfit> misfit = sizes.meet(space, signature.inputs(), data, columns)
                    .or(() -> sizes.meet(space, targets, data, columns));
            if (misfit.isPresent()) {
                return misfit.map(Unifier.Misfit::needed);
            }
        }
        for (Described user : users) {
            Requirements needs = user.requirements();
            Schema outputs =
                    model.map(each -> each.model().signature().outputs()).orElse(Schema.EMPTY);
            Optional<Unifier.Misfit> misfit = sizes.meet(user.space(), needs.data(), data, columns)
                    .or(() -> sizes.meet(
                            user.space(),
                            needs.outputs(),
                            model.map(Described::space).orElse(""),
                            outputs));
            if (misfit.isPresent()) {
                return misfit.map(Unifier.Misfit::needed);
            }
        }
        return model.flatMap(each -> unsized(each, sizes.dimensions(each.space())));
    }

    /** A column with a size that the model must know and does not. */
    private static Optional<Field> unsized(Described model, Dimensions known) {
        Signature signature = model.model().signature();
        return signature.inputs().fields().stream()
                .filter(field -> Unifier.symbols(Schema.of(field)).stream()
                        .anyMatch(symbol -> signature.fixes().contains(symbol)
                                && known.find(symbol).isEmpty()))
                .findFirst();
    }

    /** Transforms that would help, to paste into the pipeline; empty if there are none. */
    private static String transforms(Described data, Field needed, Adaptations adaptations) {
        Facts.OfDataset facts = data.dataset();
        if (Environment.class.isAssignableFrom(facts.type())) {
            return "";
        }
        List<String> found = adaptations.find(facts.schema(), needed);
        String title = data.through().isEmpty() ? "With these it fits" : "With these after the others it fits";
        return found.isEmpty() ? "" : title + ": transforms: " + String.join(" or transforms: ", found) + ". ";
    }

    private void checkModel(Described model, Described data, boolean learns, Unifier sizes, Adaptations adaptations) {
        Signature signature = model.model().signature();
        Schema columns = data.dataset().schema();
        Optional<Unifier.Misfit> misfit = sizes.meet(model.space(), signature.inputs(), data.space(), columns)
                .or(() -> sizes.meet(
                        model.space(),
                        learns ? signature.targets() : presentIn(columns, signature.targets()),
                        data.space(),
                        columns));
        if (misfit.isPresent()) {
            String suggested = suggest(
                    Kind.DATASET,
                    "Datasets that fit " + model.title(),
                    facts -> fits((Facts.OfDataset) facts, model.model(), learns),
                    Kind.MODEL,
                    "Models that fit " + data.title(),
                    facts -> fits(data.dataset(), (Facts.OfModel) facts, learns));
            throw misfit(model, misfit.get(), data, columns)
                    .hint((transforms(data, misfit.get().needed(), adaptations) + suggested).strip());
        }
        Optional<Unifier.Misfit> unanswered =
                Environment.class.isAssignableFrom(data.dataset().type())
                        ? sizes.meet(data.space(), data.dataset().actions(), model.space(), signature.outputs())
                        : Optional.empty();
        if (unanswered.isPresent()) {
            throw misfit(data, unanswered.get(), model, signature.outputs())
                    .hint(suggest(
                            Kind.MODEL,
                            "Models that fit " + data.title(),
                            facts -> fits(data.dataset(), (Facts.OfModel) facts, learns)));
        }
    }

    /** Targets are needed for learning only, but where the data has them, their sizes are the model's too. */
    private static Schema presentIn(Schema columns, Schema targets) {
        return Schema.of(targets.fields().stream()
                .filter(field -> columns.field(field.name()).isPresent())
                .toList());
    }

    private static boolean fits(Facts.OfDataset data, Facts.OfModel model, boolean learns) {
        Unifier sizes = new Unifier();
        Signature signature = model.signature();
        return sizes.meet("model", signature.inputs(), "data", data.schema()).isEmpty()
                && (!learns
                        || sizes.meet("model", signature.targets(), "data", data.schema())
                                .isEmpty())
                && (!Environment.class.isAssignableFrom(data.type())
                        || sizes.meet("data", data.actions(), "model", signature.outputs())
                                .isEmpty())
                && sizes.dimensions("model").toMap().keySet().containsAll(signature.fixes());
    }

    private void checkUser(
            Described user, Optional<Described> model, Described data, Unifier sizes, Adaptations adaptations) {
        Requirements needs = user.requirements();
        boolean trains = user.composed().part().kind() == Kind.TRAINER;
        boolean needsModel =
                trains || !needs.model().isEmpty() || !needs.outputs().isEmpty();
        if (needsModel && model.isEmpty()) {
            throw user.problem(user.title() + " needs a model, but the pipeline has none")
                    .expected(
                            needs.model().isEmpty() ? "a model" : "a model that is " + Description.names(needs.model()))
                    .hint(suggestModels(user, data, trains));
        }
        Class<? extends Dataset> kind = needs.dataset();
        if (!kind.isAssignableFrom(data.dataset().type())) {
            throw user.problem(user.title() + " needs a dataset that is " + kind.getSimpleName() + ", but "
                            + data.title() + " is "
                            + data.dataset().type().getSimpleName())
                    .hint(suggest(
                            Kind.DATASET,
                            "Datasets that are",
                            facts -> kind.isAssignableFrom(((Facts.OfDataset) facts).type())));
        }
        model.ifPresent(each -> checkCapabilities(user, each, data, trains));
        Schema columns = data.dataset().schema();
        sizes.meet(user.space(), needs.data(), data.space(), columns).ifPresent(misfit -> {
            String suggested = suggest(
                    Kind.DATASET,
                    "Datasets that fit " + user.title(),
                    facts -> new Unifier()
                            .meet("user", needs.data(), "data", ((Facts.OfDataset) facts).schema())
                            .isEmpty());
            throw misfit(user, misfit, data, columns)
                    .hint((transforms(data, misfit.needed(), adaptations) + suggested).strip());
        });
        model.ifPresent(each -> {
            Schema outputs = each.model().signature().outputs();
            sizes.meet(user.space(), needs.outputs(), each.space(), outputs).ifPresent(misfit -> {
                throw misfit(user, misfit, each, outputs).hint(suggestModels(user, data, trains));
            });
        });
    }

    private void checkCapabilities(Described user, Described model, Described data, boolean trains) {
        Requirements needs = user.requirements();
        Class<? extends Model> type = model.model().type();
        List<Class<? extends Model>> missing = needs.model().stream()
                .filter(capability -> !capability.isAssignableFrom(type))
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        Kind kind = user.composed().part().kind();
        throw user.problem(user.title() + " needs a model that is " + Description.names(needs.model()) + ", but "
                        + model.title() + " is "
                        + Description.names(Description.capabilities(type)))
                .expected("a model that is " + Description.names(missing))
                .hint(suggest(
                        Kind.MODEL,
                        "Models that fit " + user.title() + " and " + data.title(),
                        facts -> serves((Facts.OfModel) facts, needs, data, trains),
                        kind,
                        Character.toUpperCase(kind.toString().charAt(0))
                                + kind.toString().substring(1) + "s that fit " + model.title(),
                        facts -> ((Facts.OfUser) facts)
                                .requirements().model().stream()
                                        .allMatch(capability -> capability.isAssignableFrom(type))));
    }

    private String suggestModels(Described user, Described data, boolean trains) {
        return suggest(
                Kind.MODEL,
                "Models that fit " + user.title() + " and " + data.title(),
                facts -> serves((Facts.OfModel) facts, user.requirements(), data, trains));
    }

    private static boolean serves(Facts.OfModel model, Requirements needs, Described data, boolean learns) {
        return needs.model().stream().allMatch(capability -> capability.isAssignableFrom(model.type()))
                && fits(data.dataset(), model, learns)
                && new Unifier()
                        .meet(
                                "user",
                                needs.outputs(),
                                "model",
                                model.signature().outputs())
                        .isEmpty();
    }

    private Dimensions checkFixed(Described model, Described data, Unifier sizes) {
        Dimensions known = sizes.dimensions(model.space());
        Signature signature = model.model().signature();
        for (String symbol : signature.fixes()) {
            if (known.find(symbol).isEmpty()) {
                throw model.problem(model.title() + " must know the size " + symbol + " of its columns ("
                                + signature.inputs().and(only(symbol, signature)) + "), but " + data.title()
                                + " does not say it (" + data.dataset().schema() + ")")
                        .hint(suggest(
                                Kind.DATASET,
                                "Datasets that fit " + model.title(),
                                facts -> fits((Facts.OfDataset) facts, model.model(), false)));
            }
        }
        return known;
    }

    /** The targets that have the symbol and are no inputs too. */
    private static Schema only(String symbol, Signature signature) {
        return Schema.of(signature.targets().fields().stream()
                .filter(field -> signature.inputs().field(field.name()).isEmpty())
                .filter(field -> Unifier.symbols(Schema.of(field)).contains(symbol))
                .toList());
    }

    private static RepriseException misfit(
            Described consumer, Unifier.Misfit misfit, Described provider, Schema columns) {
        String gives = misfit.given()
                .map(field -> " gives '" + field + "': " + misfit.reason())
                .orElseGet(() -> " has no column '" + misfit.needed().name() + "'"
                        + (columns.isEmpty() ? "" : " (it has " + columns + ")"));
        String meaning = misfit.needed().meaning();
        return consumer.problem(consumer.title() + " needs the column '" + misfit.needed() + "', but "
                        + provider.title() + gives)
                .expected(misfit.needed() + (meaning.isEmpty() ? "" : " (" + meaning + ")"));
    }

    private String suggest(Kind kind, String title, Predicate<Facts> fits) {
        List<String> names = new ArrayList<>();
        for (Plugins.Installed plugin : plugins.list(kind)) {
            try (Plugins.Lease lease = plugin.lease()) {
                Facts facts = Facts.of(
                        kind,
                        lease.factory(),
                        Facts.reader(kind, lease.factory()).example());
                if (fits.test(facts)) {
                    names.add(use(plugin));
                }
            } catch (RuntimeException | LinkageError e) {
                // A plug-in that cannot describe itself is no suggestion.
                continue;
            }
        }
        return names.isEmpty() ? "" : title + ": " + String.join(", ", names) + ".";
    }

    private String suggest(
            Kind kind,
            String title,
            Predicate<Facts> fits,
            Kind otherKind,
            String otherTitle,
            Predicate<Facts> otherFits) {
        return (suggest(kind, title, fits) + " " + suggest(otherKind, otherTitle, otherFits)).strip();
    }
}
