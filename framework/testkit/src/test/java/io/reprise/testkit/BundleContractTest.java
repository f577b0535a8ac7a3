package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.testkit.fixtures.LeakyFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleContractTest {
    private static final String PIPELINE = """
            summary: Integrators learn to halve waves
            data: {use: waves, path: amplitudes.bin}
            model: {use: leaky, decay: 0.3}
            trainer: {use: momentum, steps: 10}
            evaluators:
              - {use: distance}
            seed: 3
            """;

    private static final String CLAIMS = """
            method: leaky-waves
            claims:
              - id: halves-waves
                says: Integrators learn to halve waves.
                source: abstract
                paper: yes
                scale: synthetic
                minutes: 0.1
                seeds: [1]
                runs:
                  leaky: {pipeline: leaky-waves, set: {trainer.steps: 20}}
                expect:
                  - {measure: leaky/train.distance, max: 0.1}
            """;

    /** The bundle that is checked next; contract classes are made by JUnit, without arguments. */
    private static Path bundle;

    static class LeakyWavesBundle extends BundleContract {
        LeakyWavesBundle() {
            super(bundle, LeakyFactory.class.getClassLoader());
        }
    }

    static class Kit extends LeakyWavesBundle {
        @Override
        protected boolean isMethod() {
            return false;
        }
    }

    @TempDir
    private Path folder;

    /** The fixtures' classes with the resources of a test. */
    @BeforeEach
    void makeABundle() throws IOException {
        bundle = folder;
        String fixtures = "io/reprise/testkit/fixtures";
        Path classes = BundleScan.bundleOf(LeakyFactory.class).resolve(fixtures);
        Files.createDirectories(folder.resolve(fixtures));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(fixtures).resolve(file.getFileName()));
            }
        }
        write("REPRISE-INF/pipelines/leaky-waves.yaml", PIPELINE);
        write("REPRISE-INF/claims/leaky-waves.yaml", CLAIMS);
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        Files.writeString(folder.resolve(path), text);
    }

    @Test
    void passesABundleThatKeepsTheContract() {
        Map<String, String> failures = ContractRun.failures(LeakyWavesBundle.class);
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            use: leaky, decay: 0.3 | use: leeky, decay: 0.3 | No model 'leeky' is installed
            use: leaky, decay: 0.3 | use: leaky, decoy: 0.3 | There is no setting 'decoy'
            use: leaky, decay: 0.3 | use: leaky, decay: 3 | decay
            use: distance | use: momentum | There is a trainer of this name
            trainer: | traner: | There is no key 'traner' here
            summary: Integrators | summary: [Integrators | This is no valid YAML
            """)
    void failsAPipelineThatDoesNotCompose(String right, String wrong, String message) throws IOException {
        write("REPRISE-INF/pipelines/leaky-waves.yaml", PIPELINE.replace(right, wrong));
        assertThat(ContractRun.failure(LeakyWavesBundle.class, "hasPipelinesThatCompose"))
                .startsWith("The pipeline 'leaky-waves' breaks the contract that named pipelines can be composed")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            method: leaky-waves | method: waves | it is of the method 'waves', not 'leaky-waves'
            pipeline: leaky-waves | pipeline: waves | there is no pipeline 'waves' but [leaky-waves]
            trainer.steps: 20 | trainer.steps: 0 | steps
            trainer.steps: 20 | trainor.steps: 20 | trainor
            says: Integrators learn | tells: Integrators learn | There is no key 'tells' here
            max: 0.1 | most: 0.1 | There is no key 'most' here
            """)
    void failsAClaimThatCannotBeRun(String right, String wrong, String message) throws IOException {
        write("REPRISE-INF/claims/leaky-waves.yaml", CLAIMS.replace(right, wrong));
        assertThat(ContractRun.failure(LeakyWavesBundle.class, "hasClaimsThatCanBeRun"))
                .contains("breaks the contract that claims can be read and run", message);
    }

    private static final String DATA = """
            name: waves
            summary: Waves
            licence: public domain
            homepage: https://waves.example
            files:
              - name: waves.bin
                what: the waves
                bytes: 12
                sha256: 86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed
                urls: [https://waves.example/waves.tar.gz]
                from:
                  archive: tar.gz
                  member: a/waves.bin
                  bytes: 30
                  sha256: 86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed
            """;

    @Test
    void passesADeclarationOfData() throws IOException {
        write("REPRISE-INF/data/waves.yaml", DATA);
        assertThat(ContractRun.failures(LeakyWavesBundle.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: waves | name: wave | waves.yaml:1:7 | 'waves', as the file is called
            name: waves.bin | name: ../waves.bin | waves.yaml:6:11 | the name of a file
            bytes: 12 | bytes: 0 | waves.yaml:8:12 | a size of at least 1
            bytes: 12 | byte: 12 | waves.yaml:8:5 | There is no key 'byte' here
            sha256: 86 | sha256: 8 | waves.yaml:9:13 | 64 digits
            https://waves.example/waves | http://waves.example/waves | waves.yaml:10:12 | https://
            archive: tar.gz | archive: tgz | waves.yaml:12:16 | gz or tar.gz or zip
            archive: tar.gz | archive: gz | waves.yaml:13:15 | a gz holds one file
            member: a/waves.bin | | waves.yaml | The key 'member' must be given
            licence: public domain | | waves.yaml | The key 'licence' must be given
            """)
    void failsADeclarationOfDataThatIsNotComplete(String right, String wrong, String where, String message)
            throws IOException {
        write("REPRISE-INF/data/waves.yaml", DATA.replace(right, wrong == null ? "" : wrong));
        assertThat(ContractRun.failure(LeakyWavesBundle.class, "declaresDataThatCanBeFetched"))
                .contains("breaks the contract that declarations of data can be read", where, message);
    }

    @Test
    void failsTwoClaimsOfOneId() throws IOException {
        write("REPRISE-INF/claims/more.yaml", CLAIMS);
        assertThat(ContractRun.failure(LeakyWavesBundle.class, "hasClaimsThatCanBeRun"))
                .contains("there is another of this id");
    }

    @Test
    void failsAMethodWithoutAPipelineOfItsName() throws IOException {
        Files.delete(folder.resolve("REPRISE-INF/pipelines/leaky-waves.yaml"));
        assertThat(ContractRun.failure(LeakyWavesBundle.class, "hasAPipelineOfItsOwnName"))
                .contains("REPRISE-INF/pipelines/leaky-waves.yaml");
    }

    @Test
    void failsABundleThatDoesNotSayWhatItIs() throws IOException {
        Files.delete(folder.resolve("io/reprise/testkit/fixtures/package-info.class"));
        assertThat(ContractRun.failure(LeakyWavesBundle.class, "saysWhatMethodItIs"))
                .contains("there are 0", "@Method");
    }

    @Test
    void failsAKitThatSaysItIsAMethod() {
        assertThat(ContractRun.failure(Kit.class, "saysWhatMethodItIs")).contains("there are 1");
    }

    @Test
    void failsAFactoryThatNobodyFinds() throws IOException {
        String undeclared = "io/reprise/testkit/undeclared/";
        Path classes = BundleScan.bundleOf(LeakyFactory.class).resolve(undeclared);
        Files.createDirectories(folder.resolve(undeclared));
        for (String name : new String[] {"NoComponent.class", "NoComponent$Settings.class"}) {
            Files.copy(classes.resolve(name), folder.resolve(undeclared).resolve(name));
        }
        assertThat(ContractRun.failure(LeakyWavesBundle.class, "declaresItsPlugins"))
                .contains("io.reprise.testkit.undeclared.NoComponent", "it has no @Component");
    }
}
