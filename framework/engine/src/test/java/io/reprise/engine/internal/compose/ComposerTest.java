package io.reprise.engine.internal.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.api.RunContext;
import io.reprise.api.Setting;
import io.reprise.data.Batch;
import io.reprise.data.Dataset;
import io.reprise.data.DatasetFactory;
import io.reprise.data.Dimensions;
import io.reprise.data.Environment;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.data.Transform;
import io.reprise.data.TransformFactory;
import io.reprise.engine.internal.pipeline.PipelineText;
import io.reprise.engine.internal.plugins.Description;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.testing.LineMethod.NoSettings;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.model.Evaluator;
import io.reprise.model.EvaluatorFactory;
import io.reprise.model.Model;
import io.reprise.model.ModelFactory;
import io.reprise.model.Online;
import io.reprise.model.Requirements;
import io.reprise.model.Signature;
import io.reprise.model.Trainer;
import io.reprise.model.TrainerFactory;
import io.reprise.tensor.Ops;
import io.reprise.tensor.RandomSource;
import io.reprise.tensor.Tensor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComposerTest {
    private static final Offers OFFERS = new Offers() {
        @Override
        public List<String> methodsWith(Kind kind, String plugin) {
            return kind == Kind.MODEL && plugin.equals("bdh") ? List.of("dragon-hatchling") : List.of();
        }

        @Override
        public Collection<String> methods() {
            return List.of("dragon-hatchling");
        }

        @Override
        public Collection<String> extensions() {
            return List.of("nd4j");
        }
    };

    private final TestPlugins plugins = TestPlugins.lines();

    private Composed compose(String yaml, String method) {
        return new Composer(plugins, OFFERS)
                .compose(PipelineText.of(Yaml.parse(yaml, "p.yaml", "a pipeline"), "p", method));
    }

    private Composed compose(String yaml) {
        return compose(yaml, "");
    }

    private static String pipeline(String data, String model, String trainer) {
        return "data: {use: " + data + "}\nmodel: {use: " + model + "}\ntrainer: {use: " + trainer + "}\n";
    }

    @Test
    void computesWithAnExecutorThatIsStarted() {
        String pipeline = pipeline("points", "line", "descent");

        assertThat(compose(pipeline).resolvedYaml()).doesNotContain("tensor");
        assertThat(compose(pipeline + "tensor: {executor: native}").resolvedYaml())
                .contains("tensor:\n  executor: native\n");
        assertThatThrownBy(() -> compose(pipeline + "tensor: {executor: nd4j}"))
                .hasMessage("p.yaml:4:10: tensor.executor: The executor 'nd4j' is not started. Expected: native. "
                        + "Install it with: reprise install nd4j");
        assertThatThrownBy(() -> compose(pipeline + "tensor: {executor: nd5j}"))
                .hasMessageContaining("There is no executor 'nd5j'")
                .hasMessageContaining("Did you mean nd4j?");
        assertThatThrownBy(() -> compose(pipeline + "tensor: {exekutor: nd4j}"))
                .hasMessageContaining("There is no setting 'exekutor'")
                .hasMessageContaining("Did you mean executor?");
    }

    @Test
    void putsFittingPartsTogether() {
        Composed composed = compose(pipeline("points", "line", "descent") + "evaluators: [{use: fit}]\nseed: 3");

        assertThat(composed.parts()).extracting(ComposedPart::name).containsExactly("data", "model", "trainer", "fit");
        assertThat(composed.seed()).isEqualTo(3);
        assertThat(plugins.leases()).isZero();
    }

    @Test
    void namesTheNearestPluginForAnUnknownOne() {
        assertThatThrownBy(() -> compose(pipeline("points", "lime", "descent")))
                .isInstanceOf(RepriseException.class)
                .hasMessage("p.yaml:2:14: model: No model 'lime' is installed. Did you mean line?");
    }

    @Test
    void saysHowToInstallWhatAnIndexOffers() {
        assertThatThrownBy(() -> compose(pipeline("points", "bdh", "descent")))
                .hasMessageContaining("No model 'bdh' is installed. Install it with: reprise install dragon-hatchling");
    }

    @Test
    void saysThatANameIsOfAnotherKind() {
        assertThatThrownBy(() -> compose(pipeline("points", "solve", "descent")))
                .hasMessageContaining("No model 'solve' is installed. There is a trainer of this name.");
    }

    @Test
    void placesAWrongSettingInTheFile() {
        assertThatThrownBy(() -> compose("data: {use: points, examples: 0}\nevaluators: [{use: range}]"))
                .hasMessage("p.yaml:1:21: data.examples: '0' is out of range. Expected: int, 1 to 1000.");
        assertThatThrownBy(() -> compose("data: {use: points}\nevaluators:\n  - {use: range, top: 1}"))
                .hasMessageContaining("p.yaml:3:18: range.top: There is no setting 'top'");
    }

    @Test
    void namesBothSidesOfColumnsThatDoNotFitAndWhatWould() {
        assertThatThrownBy(() -> compose(pipeline("words", "line", "descent")))
                .isInstanceOf(RepriseException.class)
                .hasMessage(
                        "p.yaml:2:14: model: The model 'line' needs the column 'x: float[B]', but the dataset 'words' "
                                + "has no column 'x' (it has word: text[B]). Expected: x: float[B] (the position). "
                                + "Datasets that fit the model 'line': points.");
    }

    /** The settings of {@link OfColumn}. */
    public record ColumnSettings(
            @Setting(description = "the column to change") String column,

            @Setting(value = "", description = "its new name; empty to keep it")
            String to,

            @Setting(value = "1", description = "a setting with a default")
            int times) {}

    /** Changes one column into one of another form or name. */
    private abstract static class OfColumn implements TransformFactory<ColumnSettings> {
        @Override
        public Class<ColumnSettings> settings() {
            return ColumnSettings.class;
        }

        abstract Field after(Field before, ColumnSettings settings);

        @Override
        public Schema schema(ColumnSettings settings, Schema columns) {
            return Schema.of(columns.fields().stream()
                    .map(field -> field.name().equals(settings.column()) ? after(field, settings) : field)
                    .toList());
        }

        @Override
        public List<ColumnSettings> adapting(Schema columns, Field needed) {
            return columns.fields().stream()
                    .map(field -> new ColumnSettings(field.name(), needed.name(), 1))
                    .toList();
        }

        @Override
        public Transform create(ColumnSettings settings, Schema columns, RunContext run) {
            throw new UnsupportedOperationException("only composed");
        }
    }

    /** Makes numbers of texts. */
    private static final class Half extends OfColumn {
        @Override
        Field after(Field before, ColumnSettings settings) {
            return new Field(before.name(), Field.Type.FLOAT, before.shape(), Optional.empty(), before.meaning());
        }
    }

    /** Gives another name. */
    private static final class Named extends OfColumn {
        @Override
        Field after(Field before, ColumnSettings settings) {
            return new Field(settings.to(), before.type(), before.shape(), before.limit(), before.meaning());
        }
    }

    /** Cannot say anything. */
    private static final class Speechless extends OfColumn {
        @Override
        Field after(Field before, ColumnSettings settings) {
            throw new IllegalStateException("cannot say");
        }
    }

    private static final String WORDS_ON_A_LINE =
            "data: {use: words}\nmodel: {use: line}\nevaluators: [{use: activity}]\n";

    private void needsWords() {
        plugins.with(
                Kind.EVALUATOR, "activity", "line", new Looking(Schema.of(Field.parse("x: float[B]", "the position"))));
    }

    /** Looks at columns only. */
    private record Looking(Schema columns) implements EvaluatorFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Requirements requirements(NoSettings settings) {
            return Requirements.NONE.withData(columns);
        }

        @Override
        public Evaluator create(NoSettings settings, RunContext run) {
            throw new UnsupportedOperationException("only composed");
        }
    }

    @Test
    void saysWhichTransformsAfterEachOtherWouldMakeColumnsFit() {
        needsWords();
        plugins.with(Kind.TRANSFORM, "speechless", "line", new Speechless())
                .with(Kind.TRANSFORM, "half", "line", new Half())
                .with(Kind.TRANSFORM, "named", "line", new Named());

        assertThatThrownBy(() -> compose(WORDS_ON_A_LINE))
                .hasMessageContaining("The model 'line' needs the column 'x: float[B]'")
                .hasMessageContaining("With these it fits: transforms: "
                        + "[{use: half, column: word, to: x}, {use: named, column: word, to: x}] or transforms: "
                        + "[{use: named, column: word, to: x}, {use: half, column: x, to: x}]. "
                        + "Datasets that fit the model 'line': points.");
        assertThat(plugins.leases()).isZero();
        // What is said can be pasted.
        assertThat(compose(WORDS_ON_A_LINE
                                + "transforms: [{use: half, column: word, to: x}, {use: named, column: word, to: x}]")
                        .parts())
                .extracting(ComposedPart::name)
                .contains("half", "named");
    }

    @Test
    void saysOneTransformWhereOneIsEnough() {
        needsWords();
        plugins.with(Kind.TRANSFORM, "half", "line", new Half()).with(Kind.TRANSFORM, "named", "line", new Named());

        assertThatThrownBy(() -> compose(WORDS_ON_A_LINE + "transforms: [{use: half, column: word}]"))
                .hasMessageContaining("the dataset 'words' through half has no column 'x'")
                .hasMessageContaining(
                        "With these after the others it fits: transforms: " + "[{use: named, column: word, to: x}]. ");
    }

    @Test
    void saysNoTransformsThatWouldNotMakeTheWholePipelineFit() {
        plugins.with(Kind.EVALUATOR, "activity", "line", new Looking(Schema.of(Field.parse("y: int[B,T]", ""))))
                .with(Kind.TRANSFORM, "half", "line", new Half())
                .with(Kind.TRANSFORM, "named", "line", new Named());

        assertThatThrownBy(() -> compose(WORDS_ON_A_LINE))
                .hasMessageContaining("The model 'line' needs the column 'x: float[B]'")
                .message()
                .doesNotContain("transforms:");
    }

    @Test
    void namesTheCapabilityThatIsMissingAndWhatHasIt() {
        assertThatThrownBy(() -> compose(pipeline("points", "mirror", "descent")))
                .hasMessage(
                        "p.yaml:3:16: trainer: The trainer 'descent' needs a model that is Differentiable, but the model "
                                + "'mirror' is Model. Expected: a model that is Differentiable. Models that fit the trainer 'descent' "
                                + "and the dataset 'points': line. Trainers that fit the model 'mirror': trouble.");
    }

    @Test
    void asksForAModelWhereOneIsNeeded() {
        assertThatThrownBy(() -> compose("data: {use: points}\ntrainer: {use: solve}"))
                .hasMessageContaining("The trainer 'solve' needs a model, but the pipeline has none")
                .hasMessageContaining("Expected: a model that is ClosedForm")
                .hasMessageContaining(": line.");
        assertThatThrownBy(() -> compose("data: {use: points}\nevaluators: [{use: fit}]"))
                .hasMessageContaining("The evaluator 'fit' needs a model");
        assertThat(compose("data: {use: points}\nevaluators: [{use: range}]").model())
                .isEmpty();
    }

    @Test
    void evaluatesAModelThatCannotLearn() {
        assertThat(compose("data: {use: points}\nmodel: {use: mirror}\nevaluators: [{use: fit}]")
                        .trainers())
                .isEmpty();
    }

    @Test
    void refusesAPipelineThatDoesNothing() {
        assertThatThrownBy(() -> compose("data: {use: points}\nmodel: {use: line}"))
                .hasMessageContaining("The pipeline 'p' has nothing to do");
    }

    @Test
    void refusesANameThatTwoMethodsHaveUnlessThePipelineIsOneOfTheirs() {
        plugins.with(Kind.MODEL, "line", "other", new io.reprise.engine.testing.LineMethod.Lines());

        assertThatThrownBy(() -> compose(pipeline("points", "line", "solve")))
                .hasMessageContaining(
                        "Several installed methods have a model 'line'. Expected: line/line or other/line.");
        assertThat(compose(pipeline("points", "other/line", "solve")).resolvedYaml())
                .contains("use: other/line");
        assertThat(compose(pipeline("points", "line", "solve"), "line").resolvedYaml())
                .contains("use: line/line");
        assertThatThrownBy(() -> compose(pipeline("points", "third/line", "solve")))
                .hasMessageContaining("'third' has none of this name; there is line/line or other/line.");
    }

    /** The settings of {@link Tokens}. */
    public record TokenSettings(
            @Setting(value = "256", min = 0, description = "number of codes; 0 for not known")
            int codes) {}

    private static final class Tokens implements DatasetFactory<TokenSettings> {
        @Override
        public Class<TokenSettings> settings() {
            return TokenSettings.class;
        }

        @Override
        public Schema schema(TokenSettings settings) {
            return Schema.of(Field.parse(
                    "tokens: int[B,64]" + (settings.codes() == 0 ? "" : " < " + settings.codes()), "codes"));
        }

        @Override
        public Dataset create(TokenSettings settings, RunContext run) {
            throw new UnsupportedOperationException("only composed");
        }
    }

    private static final class Memory implements ModelFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Class<? extends Model> type() {
            return OnlineModel.class;
        }

        @Override
        public Signature signature(NoSettings settings) {
            return new Signature(
                    Schema.of(Field.parse("tokens: int[B,T] < V", "")),
                    Schema.EMPTY,
                    Schema.of(Field.parse("scores: float[B,T,V]", "")),
                    List.of("V"));
        }

        @Override
        public Model create(NoSettings settings, Dimensions dimensions, RunContext run) {
            throw new UnsupportedOperationException("only composed");
        }
    }

    /** Learns from examples as they come. */
    private record OnlineModel() implements Online {
        @Override
        public Map<String, Double> learn(Ops f, Batch examples, RandomSource random) {
            return Map.of();
        }

        @Override
        public Batch apply(Ops f, Batch input) {
            return input;
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }
    }

    /** Asks for a capability, a kind of dataset and outputs. */
    private record Asking(Requirements requirements) implements TrainerFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Requirements requirements(NoSettings settings) {
            return requirements;
        }

        @Override
        public Trainer create(NoSettings settings, RunContext run) {
            throw new UnsupportedOperationException("only composed");
        }
    }

    @Test
    void tellsTheModelTheSizesThatItFixes() {
        plugins.with(Kind.DATASET, "tokens", "memory", new Tokens())
                .with(Kind.MODEL, "memory", "memory", new Memory())
                .with(Kind.TRAINER, "one-shot", "memory", new Asking(Requirements.of(Online.class)));

        assertThat(compose(pipeline("tokens", "memory", "one-shot")).dimensions())
                .isEqualTo(Dimensions.of(Map.of("T", 64, "V", 256)));
        assertThatThrownBy(() -> compose(pipeline("tokens, codes: 0", "memory", "one-shot")))
                .hasMessageContaining(
                        "The model 'memory' must know the size V of its columns (tokens: int[B,T] < V), but the "
                                + "dataset 'tokens' does not say it (tokens: int[B,64])");
    }

    @Test
    void comparesOutputsWithWhatIsAskedOfThem() {
        Schema scores = Schema.of(Field.parse("scores: float[B,T,100]", "a score a code"));
        plugins.with(Kind.DATASET, "tokens", "memory", new Tokens())
                .with(Kind.MODEL, "memory", "memory", new Memory())
                .with(Kind.TRAINER, "scored", "memory", new Asking(Requirements.NONE.withOutputs(scores)));

        assertThat(compose(pipeline("tokens, codes: 100", "memory", "scored"))).isNotNull();
        assertThatThrownBy(() -> compose(pipeline("tokens", "memory", "scored")))
                .hasMessageContaining(
                        "The trainer 'scored' needs the column 'scores: float[B,T,100]', but the model 'memory' "
                                + "gives 'scores: float[B,T,V]': axis 2 has the size V (256), not 100");
    }

    /** A world that must be answered. */
    private static final class World implements DatasetFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Class<? extends Dataset> type() {
            return Environment.class;
        }

        @Override
        public Schema schema(NoSettings settings) {
            return Schema.of(Field.parse("x: float[B]", "what is seen"));
        }

        @Override
        public Schema actions(NoSettings settings) {
            return Schema.of(Field.parse("torque: float[B,5]", "of each joint"));
        }

        @Override
        public Dataset create(NoSettings settings, RunContext run) {
            throw new UnsupportedOperationException("only composed");
        }
    }

    @Test
    void asksForTheActionsThatAnEnvironmentNeeds() {
        plugins.with(Kind.DATASET, "swimmer", "world", new World());

        assertThatThrownBy(() -> compose(pipeline("swimmer", "mirror", "trouble")))
                .hasMessageContaining(
                        "The dataset 'swimmer' needs the column 'torque: float[B,5]', but the model 'mirror' has no "
                                + "column 'torque' (it has prediction: float[B])");
    }

    @Test
    void asksForTheKindOfDatasetThatATrainerNeeds() {
        plugins.with(Kind.DATASET, "swimmer", "world", new World())
                .with(
                        Kind.TRAINER,
                        "evolve",
                        "world",
                        new Asking(new Requirements(Set.of(), Environment.class, Schema.EMPTY, Schema.EMPTY)));

        assertThatThrownBy(() -> compose(pipeline("points", "mirror", "evolve")))
                .hasMessageContaining(
                        "The trainer 'evolve' needs a dataset that is Environment, but the dataset 'points' is "
                                + "Dataset. Datasets that are: swimmer.");
    }

    @Test
    void describesPluginsForLists() {
        var model = plugins.list(Kind.MODEL).get(0);
        var evaluator = plugins.list(Kind.EVALUATOR).get(0);

        assertThat(Description.of(model).contract())
                .containsEntry("inputs", "x: float[B]  the position")
                .containsEntry("targets", "y: float[B]  the value there")
                .containsEntry("outputs", "prediction: float[B]  a x + b")
                .containsEntry("capabilities", "ClosedForm, Differentiable, Parametric");
        assertThat(Description.of(evaluator).contract()).containsKeys("needs columns", "needs outputs");
    }

    private static final class Broken implements ModelFactory<NoSettings> {
        @Override
        public Class<NoSettings> settings() {
            return NoSettings.class;
        }

        @Override
        public Class<? extends Model> type() {
            throw new IllegalStateException("not ready");
        }

        @Override
        public Signature signature(NoSettings settings) {
            throw new IllegalStateException("not ready");
        }

        @Override
        public Model create(NoSettings settings, Dimensions dimensions, RunContext run) {
            throw new IllegalStateException("not ready");
        }
    }

    @Test
    void blamesAPluginThatCannotDescribeItselfAndSuggestsTheOthers() {
        plugins.with(Kind.MODEL, "broken", "broken", new Broken());

        assertThatThrownBy(() -> compose(pipeline("points", "broken", "solve")))
                .hasMessageContaining(
                        "bundle io.reprise.test.broken 1.0.0: The model 'broken' failed while describing itself: "
                                + "IllegalStateException: not ready");
        assertThatThrownBy(() -> compose(pipeline("points", "mirror", "descent")))
                .hasMessageContaining(": line.");
    }
}
