package io.reprise.engine.internal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.api.RepriseException;
import io.reprise.engine.MethodDetail;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.PipelineInfo;
import io.reprise.engine.PluginDetail;
import io.reprise.engine.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MethodCatalogTest {
    private static final String PIPELINE = "REPRISE-INF/pipelines/alpha.yaml";

    @TempDir
    Path folder;

    private Path home;
    private Path index;

    @BeforeEach
    void makeRepository() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        index = new TestRepository(Files.createDirectory(folder.resolve("repository")))
                .kit("1.0.0")
                .alpha(
                        "1.0.0",
                        "-includeresource",
                        PIPELINE + ";literal='summary: Alpha on random numbers\ndata: {use: numbers}\n'")
                .beta("1.0.0")
                .index();
    }

    @Test
    void listsWhatIsInstalledAndWhatCouldBe() throws Exception {
        try (TestFramework framework = TestFramework.start(home, index)) {
            framework.installation().install(List.of("beta"), ProgressListener.NONE);

            List<MethodInfo> methods = framework.catalog().methods();

            assertThat(methods).extracting(MethodInfo::name).containsExactly("alpha", "beta");
            assertThat(methods).extracting(MethodInfo::installed).containsExactly(false, true);
            assertThat(methods).extracting(MethodInfo::title).containsExactly("Paper of alpha", "Paper of beta");
            assertThat(methods).allSatisfy(method -> assertThat(method.bytes()).isPositive());
        }
    }

    @Test
    void describesAMethodWithoutInstallingIt() throws Exception {
        try (TestFramework framework = TestFramework.start(home, index)) {
            MethodDetail alpha = framework.catalog().describe("alpha");

            assertThat(alpha.method().source()).isEqualTo("arXiv:0000.00000");
            assertThat(alpha.plugins())
                    .extracting(plugin -> plugin.plugin().name())
                    .containsExactly("alpha-score");
            assertThat(alpha.pipelines())
                    .containsExactly(new PipelineInfo("alpha", "Alpha on random numbers", "alpha"));
            assertThat(framework.active()).isEmpty();
        }
    }

    @Test
    void tellsTheSettingsOfAnInstalledMethod() throws Exception {
        try (TestFramework framework = TestFramework.start(home, index)) {
            framework.installation().install(List.of("alpha"), ProgressListener.NONE);

            MethodDetail alpha = framework.catalog().describe("alpha");

            PluginDetail plugin = alpha.plugins().get(0);
            assertThat(plugin.settings()).singleElement().satisfies(setting -> {
                assertThat(setting.name()).isEqualTo("times");
                assertThat(setting.defaultValue()).contains("3");
            });
            assertThat(alpha.pipelines()).hasSize(1);
        }
    }

    @Test
    void namesTheNearestMethodsForAnUnknownOne() throws Exception {
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertThatThrownBy(() -> framework.catalog().describe("betta"))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("Did you mean beta?");
        }
    }

    @Test
    void listsThePluginsThatPipelinesCanUseNow() throws Exception {
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertThat(framework.catalog().plugins()).isEmpty();
            framework.installation().install(List.of("alpha"), ProgressListener.NONE);
            assertThat(framework.catalog().plugins()).singleElement().satisfies(plugin -> {
                assertThat(plugin.name()).isEqualTo("alpha-score");
                assertThat(plugin.method()).isEqualTo("alpha");
            });
        }
    }
}
