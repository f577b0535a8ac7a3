package io.reprise.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.testing.TestPlugins;
import io.reprise.engine.testing.TestResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelinesServiceTest {
    private static final String YAML =
            "summary: a line\ndata: {use: points}\nmodel: {use: line}\ntrainer: {use: solve}\n";

    @TempDir
    private Path folder;

    private final TestResources resources = new TestResources()
            .pipeline("line", "line", YAML)
            .pipeline("line", "line-noisy", YAML)
            .pipeline("other", "line", YAML.replace("a line", "another"))
            .pipeline("other", "line-noisy", YAML)
            .method("empty");

    private final PipelinesService pipelines = new PipelinesService(TestPlugins.lines(), resources);

    @Test
    void readsAFileAndCallsThePipelineAsTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("my line.yaml"), YAML);

        assertThat(pipelines.read(file).name()).isEqualTo("my line");
        assertThat(pipelines.compose(pipelines.read(file)).resolvedYaml()).contains("examples: 64");
        assertThatThrownBy(() -> pipelines.read(folder.resolve("no.yaml")))
                .hasMessageContaining("There is no such file");
    }

    @Test
    void findsANamedPipelineAndPrefersTheMethodOfThatName() {
        assertThat(pipelines.named("line").summary()).isEqualTo("a line");
        assertThat(pipelines.named("other/line").summary()).isEqualTo("another");
        assertThatThrownBy(() -> pipelines.named("line-noisy"))
                .isInstanceOf(RepriseException.class)
                .hasMessageContaining("line/line-noisy or other/line-noisy");
    }

    @Test
    void namesTheNearestPipeline() {
        assertThatThrownBy(() -> pipelines.named("lime"))
                .isInstanceOf(RepriseException.class)
                .hasMessage("There is no pipeline 'lime'. Did you mean line?");
        assertThatThrownBy(() -> pipelines.named("lime.yaml")).hasMessageContaining("There is no such file either");
        assertThatThrownBy(() -> pipelines.named("empty"))
                .hasMessageContaining("The method 'empty' is installed but has no pipelines");
    }

    @Test
    void listsPipelinesEvenIfOneIsBroken() {
        resources.pipeline("broken", "broken", "data: [");

        assertThat(pipelines.list())
                .extracting(PipelineInfo::name)
                .containsExactly("broken", "line", "line", "line-noisy", "line-noisy");
        assertThat(pipelines.list().get(0).summary()).contains("This is no valid YAML");
    }
}
