package io.reprise.engine.internal.pipeline;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.Composition;
import io.reprise.engine.Pipeline;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.Pipelines;
import io.reprise.engine.internal.compose.Composer;
import io.reprise.engine.internal.compose.TensorSettings;
import io.reprise.engine.internal.plugins.Offers;
import io.reprise.engine.internal.plugins.Plugins;
import io.reprise.engine.internal.resources.Resources;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.internal.yaml.Yaml;
import io.reprise.engine.internal.yaml.YamlValue;
import io.reprise.engine.settings.SettingInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Reads pipelines from files and bundles, and composes them. */
@Component(service = Pipelines.class)
public final class PipelinesService implements Pipelines {
    private static final String WHAT = "a pipeline in YAML";
    private static final Pattern ENDING = Pattern.compile("\\.ya?ml$");

    private final Plugins plugins;
    private final Resources resources;
    private final Composer composer;

    // The indexes may be read late, or not be there at all in a framework without the installer.
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile Offers offers;

    /** The pipelines of these plug-ins and resources. */
    @Activate
    public PipelinesService(@Reference Plugins plugins, @Reference Resources resources) {
        this.plugins = plugins;
        this.resources = resources;
        this.composer = new Composer(plugins, new Offers() {
            @Override
            public List<String> methodsWith(Kind kind, String plugin) {
                Offers now = offers;
                return now == null ? List.of() : now.methodsWith(kind, plugin);
            }

            @Override
            public Collection<String> methods() {
                Offers now = offers;
                return now == null ? List.of() : now.methods();
            }

            @Override
            public Collection<String> extensions() {
                Offers now = offers;
                return now == null ? List.of() : now.extensions();
            }
        });
    }

    @Override
    public Pipeline read(Path file) {
        String name =
                ENDING.matcher(file.toAbsolutePath().getFileName().toString()).replaceFirst("");
        return PipelineText.of(Yaml.read(file, WHAT), name, "", (include, from) -> included(include, from, file));
    }

    /** What a user's file includes: another file, seen from where the first one lies, or a named pipeline. */
    private Includes.Document included(String include, YamlValue from, Path file) {
        if (!ENDING.matcher(include).find()) {
            return namedFrom(include, from);
        }
        // An included file sees further ones from its own folder; its name says where that is.
        Path folder = Path.of(from.at().file()).toAbsolutePath().getParent();
        Path included = folder.resolve(include);
        if (!Files.exists(included)) {
            throw RepriseException.problem("There is no such file: " + included)
                    .at(from.at().toString())
                    .expected("a pipeline in YAML, seen from the folder of " + file.getFileName());
        }
        return new Includes.Document(Yaml.read(included, WHAT).mapping(include), "");
    }

    /** What a bundle's pipeline includes: pipelines by name, its own first. */
    private Includes.Document included(String include, YamlValue from, Resources.Resource by) {
        return resources.pipelines().stream()
                .filter(other ->
                        other.bundle().equals(by.bundle()) && other.name().equals(include))
                .findFirst()
                .map(PipelinesService::document)
                .orElseGet(() -> namedFrom(include, from));
    }

    /** A named pipeline; that there is none is said of the place where the name is written. */
    private Includes.Document namedFrom(String include, YamlValue from) {
        try {
            return document(find(include));
        } catch (RepriseException e) {
            throw e.at(from.at().toString());
        }
    }

    private static Includes.Document document(Resources.Resource resource) {
        YamlValue document = Yaml.parse(resource.text().get(), resource.place(), WHAT);
        return new Includes.Document(document.mapping(resource.name()), resource.method());
    }

    @Override
    public Pipeline named(String name) {
        return parse(find(name));
    }

    private Resources.Resource find(String name) {
        int slash = name.indexOf('/');
        String qualifier = name.substring(0, Math.max(slash, 0));
        String bare = name.substring(slash + 1);
        List<Resources.Resource> all = resources.pipelines();
        List<Resources.Resource> found = all.stream()
                .filter(resource -> resource.name().equals(bare))
                .filter(resource -> qualifier.isEmpty()
                        || resource.qualifier().equals(qualifier)
                        || resource.bundle().equals(qualifier))
                .toList();
        if (found.size() > 1) {
            // The pipeline called like the method is that method's.
            Predicate<Resources.Resource> own = resource -> resource.method().equals(bare);
            List<Resources.Resource> methods = found.stream().filter(own).toList();
            if (methods.size() != 1) {
                throw RepriseException.problem("Several installed methods have a pipeline '" + bare + "'")
                        .expected(String.join(
                                " or ",
                                found.stream()
                                        .map(resource -> resource.qualifier() + "/" + bare)
                                        .toList()));
            }
            found = methods;
        }
        if (found.isEmpty()) {
            throw unknown(name, all);
        }
        return found.get(0);
    }

    private RepriseException unknown(String name, List<Resources.Resource> all) {
        RepriseException problem = RepriseException.problem("There is no pipeline '" + name + "'");
        Offers now = offers;
        Collection<String> offered = now == null ? List.of() : now.methods();
        List<String> installed = resources.methods();
        if (installed.contains(name)) {
            List<String> own = all.stream()
                    .filter(resource -> resource.method().equals(name))
                    .map(Resources.Resource::name)
                    .toList();
            return problem.hint(
                    own.isEmpty()
                            ? "The method '" + name + "' is installed but has no pipelines."
                            : "The method '" + name + "' has " + String.join(", ", own) + ".");
        }
        if (offered.contains(name)) {
            return problem.hint("Install it with: reprise install " + name);
        }
        List<String> known = new ArrayList<>(offered);
        all.forEach(resource -> known.add(resource.name()));
        return problem.hint(
                name.endsWith(".yaml") || name.endsWith(".yml")
                        ? "There is no such file either."
                        : Nearest.hint(name, known));
    }

    @Override
    public List<PipelineInfo> list() {
        return resources.pipelines().stream()
                .map(resource -> new PipelineInfo(resource.name(), summary(resource), resource.method()))
                .sorted(Comparator.comparing(PipelineInfo::name).thenComparing(PipelineInfo::method))
                .toList();
    }

    /** One broken file in one bundle must not hide the pipelines of all others. */
    private String summary(Resources.Resource resource) {
        try {
            return parse(resource).summary();
        } catch (RepriseException e) {
            return e.getMessage();
        }
    }

    private PipelineText parse(Resources.Resource resource) {
        return PipelineText.of(
                Yaml.parse(resource.text().get(), resource.place(), WHAT),
                resource.name(),
                resource.method(),
                (include, from) -> included(include, from, resource));
    }

    @Override
    public List<SettingInfo> tensorSettings() {
        return TensorSettings.infos(plugins.executors());
    }

    @Override
    public Composition compose(Pipeline pipeline) {
        return composer.compose((PipelineText) pipeline);
    }
}
