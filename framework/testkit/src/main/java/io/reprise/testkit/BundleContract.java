package io.reprise.testkit;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.Claim;
import io.reprise.engine.internal.claims.ClaimsFile;
import io.reprise.engine.internal.compose.Composer;
import io.reprise.engine.internal.data.DataDeclaration;
import io.reprise.engine.internal.pipeline.PipelineText;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.resources.Resources;
import io.reprise.engine.internal.yaml.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of a bundle as a whole: it says what method it is, its plug-ins are declared, its named pipelines and
 * claims can be read and fit the plug-ins, and its declarations of data are complete. A subclass is one line:
 *
 * <pre>{@code
 * class DragonHatchlingBundle extends BundleContract {
 *     DragonHatchlingBundle() {
 *         super(BdhFactory.class);
 *     }
 * }
 * }</pre>
 */
public abstract class BundleContract {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Path root;
    private final ClassLoader loader;
    private final BundleScan scan;

    /**
     * The contract of a bundle.
     *
     * @param member any class of it
     */
    protected BundleContract(Class<?> member) {
        this(BundleScan.bundleOf(member), member.getClassLoader());
    }

    /** The contract of a bundle whose classes and resources lie in a folder. */
    BundleContract(Path root, ClassLoader loader) {
        this.root = root;
        this.loader = loader;
        this.scan = BundleScan.of(root);
    }

    /** Whether this is a method (or data) to install by name; a kit is not. */
    protected boolean isMethod() {
        return true;
    }

    /** One {@code @Method} says what the bundle is installed for. */
    @Test
    void saysWhatMethodItIs() {
        String contract = "a bundle says by one @Method what it is installed for";
        String advice = "Put @Method(name, title, source, family, summary) on one package-info.java.";
        if (scan.methods().size() != (isMethod() ? 1 : 0)) {
            throw Broken.contract(
                    "The bundle",
                    contract,
                    "there are " + scan.methods().size(),
                    isMethod() ? advice : "A kit comes with the methods that need it and has none.");
        }
        scan.methods().forEach(method -> {
            for (String key : List.of("name", "title", "source", "family", "summary")) {
                if (!oneLine(method.getOrDefault(key, ""))) {
                    throw Broken.contract("The bundle", contract, "the " + key + " is not one line of text", advice);
                }
            }
            for (String key : List.of("name", "family")) {
                if (!NAME.matcher(method.get(key)).matches()) {
                    throw Broken.contract(
                            "The bundle",
                            contract,
                            "the " + key + " is '" + method.get(key) + "'",
                            "Write it in lower case with hyphens.");
                }
            }
        });
    }

    /** Every factory is a component and a plug-in of its kind, under a name of its own. */
    @Test
    void declaresItsPlugins() {
        Set<String> seen = new HashSet<>();
        for (BundleScan.Declared declared : scan.plugins()) {
            String contract = "every factory is a @Component and a @Plugin of its kind";
            if (!declared.component() || declared.plugin().isEmpty()) {
                throw Broken.contract(
                        declared.className(),
                        contract,
                        "it has no " + (declared.component() ? "@Plugin" : "@Component"),
                        "Without both, nobody finds it; if it is not meant to be found, make it abstract.");
            }
            if (declared.makes().stream().noneMatch(kind -> kind.toString().equals(declared.kind()))) {
                throw Broken.contract(
                        declared.className(),
                        contract,
                        "its kind is " + declared.kind() + ", but it implements "
                                + (declared.makes().isEmpty() ? "no factory" : "that of " + declared.makes()),
                        "Name the factory's interface in the class's own implements clause: the component is registered"
                                + " under those.");
            }
            if (!NAME.matcher(declared.name()).matches() || !seen.add(declared.kind() + " " + declared.name())) {
                throw Broken.contract(
                        declared.className(),
                        "plug-ins have names of their own, in lower case with hyphens",
                        "its name is '" + declared.name() + "'",
                        "Rename it.");
            }
            if (!oneLine(declared.plugin().getOrDefault("summary", ""))) {
                throw Broken.contract(
                        declared.className(), contract, "its summary is not one line of text", "Say what it is.");
            }
        }
    }

    /** A method has a pipeline of its own name, which is what {@code reprise run NAME} runs, if it has a model. */
    @Test
    void hasAPipelineOfItsOwnName() {
        boolean model =
                scan.plugins().stream().anyMatch(declared -> declared.kind().equals(Kind.MODEL.toString()));
        if (isMethod() && model && !pipelines().containsKey(method())) {
            throw Broken.contract(
                    "The bundle",
                    "a method has a pipeline of its own name",
                    "its pipelines are " + pipelines().keySet(),
                    "Write " + Resources.PIPELINES + "/" + method() + ".yaml: reprise run " + method() + " runs it.");
        }
    }

    /** Every named pipeline can be read and composed: plug-ins are there, settings are right, columns and sizes fit. */
    @Test
    void hasPipelinesThatCompose() {
        Composer composer = new Composer(new ClassPathPlugins(root, method(), loader), new NoOffers());
        pipelines().forEach((name, file) -> {
            try {
                composer.compose(PipelineText.of(Yaml.read(file, "a pipeline in YAML"), name, method()));
            } catch (RepriseException e) {
                throw Broken.contract(
                        "The pipeline '" + name + "'",
                        "named pipelines can be composed",
                        root.relativize(file) + " says: " + e.getMessage().replace(file.toString(), name + ".yaml"),
                        "Mend the file, or the plug-in that it names; the bundles of plug-ins that it names must be on the"
                                + " class path of the test.",
                        e);
            }
        });
    }

    /** Every claim can be read, is this method's, has an id of its own, and its runs can be composed. */
    @Test
    void hasClaimsThatCanBeRun() {
        String contract = "claims can be read and run";
        String advice =
                "Mend the file; a claim names pipelines of its own bundle, and settings that their plug-ins have.";
        Composer composer = new Composer(new ClassPathPlugins(root, method(), loader), new NoOffers());
        Set<String> ids = new HashSet<>();
        files(Resources.CLAIMS).forEach((name, file) -> {
            try {
                for (Claim claim : ClaimsFile.of(Yaml.read(file, "claims in YAML"))) {
                    String who = "The claim '" + claim.id() + "'";
                    if (!claim.method().equals(method()) || !ids.add(claim.id())) {
                        throw Broken.contract(
                                who,
                                contract,
                                claim.method().equals(method())
                                        ? "there is another of this id"
                                        : "it is of the method '" + claim.method() + "', not '" + method() + "'",
                                advice);
                    }
                    claim.runs().forEach((run, planned) -> compose(composer, who + ", run '" + run + "',", planned));
                }
            } catch (RepriseException e) {
                throw Broken.contract("The file " + root.relativize(file), contract, e.getMessage(), advice, e);
            }
        });
    }

    /** Every declaration of data can be read: names, sizes, hashes and addresses are there. */
    @Test
    void declaresDataThatCanBeFetched() {
        files(Resources.DATA).forEach((name, file) -> {
            try {
                DataDeclaration.of(Yaml.read(file, "a declaration of data in YAML"), name);
            } catch (RepriseException e) {
                throw Broken.contract(
                        "The file " + root.relativize(file),
                        "declarations of data can be read",
                        e.getMessage(),
                        "Mend the file; see the page on data.",
                        e);
            }
        });
    }

    private void compose(Composer composer, String who, Claim.PlannedRun run) {
        Path file = pipelines().get(run.pipeline());
        if (file == null) {
            throw Broken.contract(
                    who,
                    "claims can be read and run",
                    "there is no pipeline '" + run.pipeline() + "' but "
                            + pipelines().keySet(),
                    "Name one that lies in " + Resources.PIPELINES + ".");
        }
        try {
            composer.compose(
                    (PipelineText) PipelineText.of(Yaml.read(file, "a pipeline in YAML"), run.pipeline(), method())
                            .with(run.set()));
        } catch (RepriseException e) {
            throw Broken.contract(
                    who, "claims can be read and run", e.getMessage(), "Mend its set, or the pipeline.", e);
        }
    }

    private static boolean oneLine(String text) {
        return !text.isBlank() && !text.contains("\n");
    }

    private String method() {
        return scan.methods().stream()
                .map(method -> method.getOrDefault("name", ""))
                .findFirst()
                .orElse("");
    }

    private Map<String, Path> pipelines() {
        return files(Resources.PIPELINES);
    }

    /** The YAML files of a folder in the bundle, by name without ending. */
    private Map<String, Path> files(String folder) {
        Path path = root.resolve(folder);
        Map<String, Path> byName = new TreeMap<>();
        if (!Files.isDirectory(path)) {
            return byName;
        }
        try (Stream<Path> files = Files.list(path)) {
            files.filter(file -> file.toString().endsWith(".yaml")).forEach(file -> {
                String name = file.getFileName().toString();
                byName.put(name.substring(0, name.length() - ".yaml".length()), file);
            });
            return byName;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + path + " could not be read", e);
        }
    }

    /** No index: what is not on the class path cannot be installed. */
    private static final class NoOffers implements Offers {
        @Override
        public List<String> methodsWith(Kind kind, String plugin) {
            return List.of();
        }

        @Override
        public Collection<String> methods() {
            return List.of();
        }

        @Override
        public Collection<String> extensions() {
            return List.of();
        }
    }
}
