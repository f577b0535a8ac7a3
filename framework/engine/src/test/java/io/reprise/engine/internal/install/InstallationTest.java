package io.reprise.engine.internal.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.reprise.api.Kind;
import io.reprise.api.RepriseException;
import io.reprise.engine.InstallResult;
import io.reprise.engine.MethodInfo;
import io.reprise.engine.ProgressListener;
import io.reprise.engine.internal.home.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    Path folder;

    private Path home;
    private TestRepository repository;

    @BeforeEach
    void makeRepository() throws Exception {
        home = Files.createDirectory(folder.resolve("home"));
        repository = new TestRepository(Files.createDirectory(folder.resolve("repository")));
        repository.kit("1.0.0").alpha("1.0.0").beta("1.0.0");
    }

    @Test
    void installsAMethodWithTheKitItNeeds() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            InstallResult result = install(framework, "alpha");

            assertThat(result.added())
                    .extracting(InstallResult.Unit::name, InstallResult.Unit::version, InstallResult.Unit::method)
                    .containsExactlyInAnyOrder(tuple("alpha", "1.0.0", true), tuple("test.kit", "1.0.0", false));
            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.kit 1.0.0");
            assertThat(framework.plugins()).containsExactly("alpha-score");
        }
    }

    @Test
    void startsWhatIsInstalledInTheNextProcess() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha");
        }
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.kit 1.0.0");
            assertThat(framework.installation().problems()).isEmpty();
        }
    }

    @Test
    void installsAnExtensionWithTheFragmentItNeeds() throws Exception {
        repository.gear();
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertThat(framework.catalog().methods())
                    .extracting(MethodInfo::name)
                    .containsExactly("alpha", "beta");

            assertThat(install(framework, "gear").added())
                    .extracting(InstallResult.Unit::name)
                    .containsExactlyInAnyOrder("gear", "test.gear.natives");
            assertThat(framework.active()).contains("test.gear 1.0.0");
            // The fragment is needed by what it is part of.
            assertThat(install(framework, "alpha").removed()).isEmpty();
        }
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertThat(framework.active()).contains("test.gear 1.0.0");
            assertThat(framework.installation().problems()).isEmpty();
            assertThat(framework.installation().uninstall(List.of("gear")).removed())
                    .extracting(InstallResult.Unit::name)
                    .containsExactlyInAnyOrder("gear", "test.gear.natives");
        }
    }

    @Test
    void installsNoExtensionWithoutTheFragmentItNeeds() throws Exception {
        repository.gear();
        Files.delete(repository.jar("test.gear.natives", "1.0.0"));
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertRefusedWhole(framework, () -> install(framework, "gear"))
                    .contains(
                            "Nothing provides the capability test.natives (test.natives=gear) that test.gear 1.0.0 requires");
        }
    }

    @Test
    void leavesWhatIsInstalledAsItIs() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha");
            byte[] before = Files.readAllBytes(home.resolve("installed.json"));

            InstallResult result = install(framework, "alpha");

            assertThat(result.added()).isEmpty();
            assertThat(result.unchanged()).containsExactly("alpha");
            assertThat(home.resolve("installed.json")).hasBinaryContent(before);
        }
    }

    @Test
    void namesTheNearestMethodsForAnUnknownOne() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertThatThrownBy(() -> install(framework, "alpa"))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("There is no method 'alpa'")
                    .hasMessageContaining("Did you mean alpha?");
        }
    }

    @Test
    void installsNothingIfOneOfSeveralNamesIsUnknown() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertRefusedWhole(framework, () -> install(framework, "alpha", "gamma"))
                    .contains("There is no method 'gamma'");
        }
    }

    @Test
    void refusesABundleThatDoesNotMatchTheIndexAndNamesBothHashes() throws Exception {
        Path index = repository.index();
        repository.alpha("1.0.0", "X-Changed", "afterwards");
        String actual = TestRepository.sha256(repository.jar("test.alpha", "1.0.0"));
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertRefusedWhole(framework, () -> install(framework, "alpha"))
                    .contains("test.alpha 1.0.0 does not match the index")
                    .contains(actual)
                    .contains("Expected: SHA-256 "
                            + framework
                                    .installation()
                                    .index()
                                    .methods()
                                    .get("alpha")
                                    .sha256());
        }
    }

    @Test
    void refusesATruncatedBundleAndSaysHowMuchIsThere() throws Exception {
        Path index = repository.index();
        Path jar = repository.jar("test.kit", "1.0.0");
        long whole = Files.size(jar);
        truncate(jar, 100);
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertRefusedWhole(framework, () -> install(framework, "alpha"))
                    .contains("test.kit 1.0.0 does not match the index")
                    .contains("100 bytes, not " + whole);
        }
    }

    @Test
    void refusesADamagedBundleThatTheIndexWasMadeOf() throws Exception {
        Path index = repository.index();
        Path jar = repository.jar("test.alpha", "1.0.0");
        String before = TestRepository.sha256(jar);
        truncate(jar, Files.size(jar) / 2);
        Files.writeString(
                index, Files.readString(index).replace(before.toUpperCase(Locale.ROOT), TestRepository.sha256(jar)));
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertRefusedWhole(framework, () -> install(framework, "alpha"))
                    .contains("test.alpha 1.0.0 is damaged")
                    .contains(jar.toString());
        }
    }

    @Test
    void saysWhichJarOfTheIndexIsMissing() throws Exception {
        Path index = repository.index();
        Path jar = repository.jar("test.alpha", "1.0.0");
        Files.delete(jar);
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertRefusedWhole(framework, () -> install(framework, "alpha"))
                    .contains(jar.toString())
                    .contains("its jar is not there");
        }
    }

    @Test
    void namesTheRequirementThatNothingProvides() throws Exception {
        repository.alpha("1.0.0", "Import-Package", "org.example.absent;version='[1.2,2)',*");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertRefusedWhole(framework, () -> install(framework, "alpha"))
                    .contains("Nothing provides the package org.example.absent from version 1.2")
                    .contains("test.alpha 1.0.0");
        }
    }

    @Test
    void namesTheRequirementOfAKitThatNothingProvides() throws Exception {
        repository.kit("1.0.0", "Require-Capability", "org.example.machine;filter:='(speed>=3)'");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertRefusedWhole(framework, () -> install(framework, "alpha"))
                    .contains("org.example.machine (speed>=3)")
                    .contains("test.kit 1.0.0, which alpha needs");
        }
    }

    @Test
    void takesEverythingBackIfAComponentLacksAService() throws Exception {
        repository.needy();
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertRefusedWhole(framework, () -> install(framework, "alpha", "needy"))
                    .contains("test.needy 1.0.0")
                    .contains("waits for the service java.util.function.IntSupplier");
        }
    }

    @Test
    void takesEverythingBackIfAPromisedPluginIsNotRegistered() throws Exception {
        repository.beta(
                "1.0.0",
                "Provide-Capability",
                "reprise.method;reprise.method=beta,reprise.plugin;kind=MODEL;name=absent-model");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertRefusedWhole(framework, () -> install(framework, "beta"))
                    .contains("promises the model 'absent-model' but does not register it");
        }
    }

    @Test
    void takesEverythingBackIfABundleDoesNotStart() throws Exception {
        repository.beta("1.0.0", "Bundle-Activator", "org.example.Absent", "Import-Package", "!org.example,*");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertRefusedWhole(framework, () -> install(framework, "beta"))
                    .contains("A bundle cannot be started")
                    .contains("test.beta 1.0.0");
        }
    }

    @Test
    void takesEverythingBackIfTheListCannotBeWritten() throws Exception {
        InstalledFile full = new InstalledFile(home.resolve("installed.json"), (file, text) -> {
            throw AtomicFile.cannotWrite(file, new IOException("No space left on device"));
        });
        try (TestFramework framework = TestFramework.start(home, repository.index(), full)) {
            assertRefusedWhole(framework, () -> install(framework, "alpha")).contains("No space left on device");
        }
    }

    @Test
    void keepsWhatRanIfTheListCannotBeWrittenForAReplacement() throws Exception {
        Path index = repository.index();
        try (TestFramework framework = TestFramework.start(home, index)) {
            install(framework, "alpha");
        }
        repository.alpha("1.1.0").index();
        InstalledFile full = new InstalledFile(home.resolve("installed.json"), (file, text) -> {
            throw AtomicFile.cannotWrite(file, new IOException("No space left on device"));
        });
        try (TestFramework framework = TestFramework.start(home, index, full)) {
            assertThatThrownBy(() -> install(framework, "alpha")).hasMessageContaining("No space left");
            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.kit 1.0.0");
            assertThat(framework.plugins()).containsExactly("alpha-score");
        }
    }

    @Test
    void removesTheKitWithTheLastMethodThatNeedsIt() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha", "beta");

            InstallResult first = framework.installation().uninstall(List.of("alpha"));
            assertThat(first.removed()).extracting(InstallResult.Unit::name).containsExactly("alpha");
            assertThat(framework.active()).containsExactly("test.beta 1.0.0", "test.kit 1.0.0");

            InstallResult second = framework.installation().uninstall(List.of("beta"));
            assertThat(second.removed())
                    .extracting(InstallResult.Unit::name)
                    .containsExactlyInAnyOrder("beta", "test.kit");
            assertThat(framework.active()).isEmpty();
            assertThat(framework.jars()).isEmpty();
            assertThat(framework.installation().installed()).isEmpty();
        }
    }

    @Test
    void refusesToUninstallWhatIsNotInstalled() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha");
            assertThatThrownBy(() -> framework.installation().uninstall(List.of("alpah")))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("The method 'alpah' is not installed")
                    .hasMessageContaining("Did you mean alpha?");
            assertThat(framework.active()).hasSize(2);
        }
    }

    @Test
    void refusesToUninstallAMethodThatAnotherNeeds() throws Exception {
        repository.beta("1.0.0", "Require-Capability", "reprise.plugin;filter:='(name=alpha-score)'");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "beta");
            assertThat(framework.active()).contains("test.alpha 1.0.0");
            assertThatThrownBy(() -> framework.installation().uninstall(List.of("alpha")))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining("needed by beta");

            framework.installation().uninstall(List.of("beta"));
            assertThat(framework.active()).isEmpty();
        }
    }

    @Test
    void keepsAMethodThatWasAskedForWhenWhatBroughtItGoes() throws Exception {
        repository.beta("1.0.0", "Require-Capability", "reprise.plugin;filter:='(name=alpha-score)'");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "beta");
            assertThat(install(framework, "alpha").unchanged()).containsExactly("alpha");

            framework.installation().uninstall(List.of("beta"));
            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.kit 1.0.0");
        }
    }

    @Test
    void leavesOutAJarThatIsMissingAndSaysHowToGetItBack() throws Exception {
        Path index = repository.index();
        try (TestFramework framework = TestFramework.start(home, index)) {
            install(framework, "alpha", "beta");
        }
        Files.delete(jarInHome("test.alpha"));
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertThat(framework.active()).containsExactly("test.beta 1.0.0", "test.kit 1.0.0");
            assertThat(framework.installation().problems())
                    .singleElement()
                    .asString()
                    .contains("alpha is installed but left out")
                    .contains("is missing or was changed")
                    .contains("reprise install alpha");

            install(framework, "alpha");
            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.beta 1.0.0", "test.kit 1.0.0");
            assertThat(framework.installation().problems()).isEmpty();
        }
    }

    @Test
    void leavesOutAJarThatWasChanged() throws Exception {
        Path index = repository.index();
        try (TestFramework framework = TestFramework.start(home, index)) {
            install(framework, "alpha");
        }
        Path jar = jarInHome("test.alpha");
        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length / 2] ^= 1;
        Files.write(jar, bytes);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertThat(framework.active()).containsExactly("test.kit 1.0.0");
            assertThat(framework.installation().problems()).hasSize(1);
        }
    }

    @Test
    void replacesAMethodByANewerVersion() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha");
            repository.alpha("1.1.0").index();
            assertThat(framework.installation().outdated())
                    .singleElement()
                    .asString()
                    .contains("alpha is installed as 1.0.0, the index has 1.1.0");

            InstallResult result = install(framework, "alpha");

            assertThat(result.added()).extracting(InstallResult.Unit::version).containsExactly("1.1.0");
            assertThat(result.removed()).extracting(InstallResult.Unit::version).containsExactly("1.0.0");
            assertThat(framework.active()).containsExactly("test.alpha 1.1.0", "test.kit 1.0.0");
            assertThat(framework.jars()).hasSize(2);
            assertThat(framework.installation().outdated()).isEmpty();
        }
    }

    @Test
    void replacesWhatWasRebuiltUnderTheSameVersionAndRestartsWhoUsesIt() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha", "beta");
            repository
                    .kit("1.0.0", "X-Build", "second")
                    .alpha("1.0.0", "X-Build", "second")
                    .index();
            assertThat(framework.installation().outdated()).hasSize(2);
            assertThat(framework.installation().differing(List.of("test.kit", "test.beta")))
                    .singleElement()
                    .asString()
                    .contains("test.kit 1.0.0 was installed with another content");

            install(framework, "alpha");

            assertThat(framework.header("test.alpha", "X-Build")).isEqualTo("second");
            assertThat(framework.header("test.kit", "X-Build")).isEqualTo("second");
            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.beta 1.0.0", "test.kit 1.0.0");
            assertThat(framework.plugins()).containsExactly("alpha-score");
        }
    }

    @Test
    void keepsTheOldVersionIfTheNewOneDoesNotWork() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha");
            repository
                    .alpha(
                            "1.1.0",
                            "Private-Package",
                            "io.reprise.engine.internal.install.samples.alpha,"
                                    + "io.reprise.engine.internal.install.samples.needy")
                    .index();

            assertThatThrownBy(() -> install(framework, "alpha")).hasMessageContaining("IntSupplier");

            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.kit 1.0.0");
            assertThat(framework.plugins()).containsExactly("alpha-score");
            assertThat(framework.jars()).hasSize(2);
        }
    }

    @Test
    void usesTheKitThatIsThereRatherThanASecondOne() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "alpha");
            repository.kit("1.1.0").index();

            install(framework, "beta");

            assertThat(framework.active()).containsExactly("test.alpha 1.0.0", "test.beta 1.0.0", "test.kit 1.0.0");
        }
    }

    @Test
    void takesTheNewestKitIfNoneIsThere() throws Exception {
        repository.kit("1.1.0");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            install(framework, "beta");
            assertThat(framework.active()).containsExactly("test.beta 1.0.0", "test.kit 1.1.0");
        }
    }

    @Test
    void saysThatAnotherProcessIsInstalling() throws Exception {
        try (TestFramework framework = TestFramework.start(home, repository.index());
                FileChannel other =
                        FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            assertRefusedWhole(framework, () -> install(framework, "alpha"))
                    .contains("Another process is installing or uninstalling");
        }
    }

    @Test
    void seesWhatAnotherProcessHasChanged() throws Exception {
        Path index = repository.index();
        try (TestFramework first = TestFramework.start(home, index);
                TestFramework second = TestFramework.start(home, index)) {
            install(first, "alpha");
            install(second, "beta");
            assertThat(second.active()).containsExactly("test.alpha 1.0.0", "test.beta 1.0.0", "test.kit 1.0.0");

            first.installation().uninstall(List.of("alpha"));
            assertThat(first.active()).containsExactly("test.beta 1.0.0", "test.kit 1.0.0");
            install(second, "beta");
            assertThat(second.active()).containsExactly("test.beta 1.0.0", "test.kit 1.0.0");
        }
    }

    @Test
    void saysWhichListCannotBeReadAndStartsWithoutIt() throws Exception {
        Files.writeString(home.resolve("installed.json"), "{\"format\": 1, \"bund");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertThat(framework.installation().problems())
                    .singleElement()
                    .asString()
                    .contains(home.resolve("installed.json").toString())
                    .contains("cannot be read");
        }
    }

    @Test
    void saysWhichIndexCannotBeRead() throws Exception {
        Path index = repository.index();
        Files.writeString(index, "<repository><resource>");
        try (TestFramework framework = TestFramework.start(home, index)) {
            assertThatThrownBy(() -> install(framework, "alpha"))
                    .isInstanceOf(RepriseException.class)
                    .hasMessageContaining(index.toString())
                    .hasMessageContaining("cannot be read");
        }
    }

    @Test
    void knowsWhichMethodsBringAPlugin() throws Exception {
        repository.kit("1.0.0", "Provide-Capability", "reprise.plugin;kind=TRAINER;name=shared-trainer");
        try (TestFramework framework = TestFramework.start(home, repository.index())) {
            assertThat(framework.installation().methodsWith(Kind.EVALUATOR, "alpha-score"))
                    .containsExactly("alpha");
            assertThat(framework.installation().methodsWith(Kind.TRAINER, "shared-trainer"))
                    .containsExactly("alpha", "beta");
            assertThat(framework.installation().methodsWith(Kind.MODEL, "alpha-score"))
                    .isEmpty();
        }
    }

    private static InstallResult install(TestFramework framework, String... names) {
        return framework.installation().install(List.of(names), ProgressListener.NONE);
    }

    /** That an attempt fails and leaves nothing, neither running nor on the disk; gives its message. */
    private AbstractStringAssert<?> assertRefusedWhole(TestFramework framework, ThrowingCallable attempt)
            throws IOException {
        var thrown = assertThatThrownBy(attempt).isInstanceOf(RepriseException.class);
        assertThat(framework.active()).isEmpty();
        assertThat(framework.plugins()).isEmpty();
        assertThat(framework.jars()).isEmpty();
        assertThat(home.resolve("installed.json")).doesNotExist();
        return thrown.message();
    }

    private Path jarInHome(String bundle) throws IOException {
        try (var files = Files.newDirectoryStream(home.resolve("bundles"), bundle + "-*")) {
            return files.iterator().next();
        }
    }

    private static void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }
}
