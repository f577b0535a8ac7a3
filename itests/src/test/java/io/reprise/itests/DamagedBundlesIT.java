package io.reprise.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TestName;

/** A bundle that is not what the index says, or not whole, is refused, and nothing of it stays. */
public class DamagedBundlesIT {
    @Rule
    public final TestName test = new TestName();

    private Path home;
    private Path repository;
    private Reprise reprise;

    @Before
    public void copyTheRepository() throws IOException {
        Path folder = Folders.empty(DamagedBundlesIT.class, test.getMethodName());
        Path distribution = Folders.distributionToDamage(Files.createDirectories(folder.resolve("reprise")));
        repository = distribution.resolve("repository");
        home = folder.resolve("home");
        reprise = Reprise.at(home).of(distribution);
    }

    private Path bundle(String part) throws IOException {
        return Folders.list(repository).stream()
                .filter(file -> file.getFileName().toString().contains(part))
                .findFirst()
                .orElseThrow();
    }

    private void assertNothingIsInstalled() throws Exception {
        assertThat(reprise.run("list", "--installed", "--json").succeeds().json())
                .isEmpty();
        assertThat(Folders.list(home.resolve("bundles"))).isEmpty();
    }

    @Test
    public void refusesABundleWhoseHashIsNotThatOfTheIndex() throws Exception {
        Path bundle = bundle("dragon-hatchling");
        byte[] content = Files.readAllBytes(bundle);
        content[content.length / 2] ^= 1;
        Files.write(bundle, content);

        reprise.run("install", "dragon-hatchling").refuses(bundle.getFileName().toString(), "SHA-256");
        assertNothingIsInstalled();
    }

    @Test
    public void refusesAKitWhoseHashIsNotThatOfTheIndexAndTheMethodWithIt() throws Exception {
        Path bundle = bundle("language-kit");
        byte[] content = Files.readAllBytes(bundle);
        Files.write(bundle, Arrays.copyOf(content, content.length - 1));

        reprise.run("install", "dragon-hatchling").refuses(bundle.getFileName().toString());
        assertNothingIsInstalled();
    }

    @Test
    public void refusesATruncatedBundleThoughTheIndexHasItsHash() throws Exception {
        Path bundle = bundle("dragon-hatchling");
        byte[] content = Files.readAllBytes(bundle);
        String before = sha256(content);
        byte[] half = Arrays.copyOf(content, content.length / 2);
        Files.write(bundle, half);
        Path index = repository.resolve("index.xml");
        String text = Files.readString(index);
        assertThat(text).containsIgnoringCase(before);
        Files.writeString(
                index,
                text.replaceAll("(?i)" + before, sha256(half))
                        .replace("\"" + content.length + "\"", "\"" + half.length + "\""));

        reprise.run("install", "dragon-hatchling").refuses(bundle.getFileName().toString());
        assertNothingIsInstalled();
    }

    @Test
    public void saysWhichInstalledBundleIsDamagedAndRunsAgainWhenItIsInstalledAnew() throws Exception {
        reprise.run("install", "dragon-hatchling").succeeds();
        Path installed = Folders.list(home.resolve("bundles")).stream()
                .filter(file -> file.getFileName().toString().contains("dragon-hatchling"))
                .findFirst()
                .orElseThrow();
        byte[] content = Files.readAllBytes(installed);
        Files.write(installed, Arrays.copyOf(content, content.length / 2));

        assertThat(reprise.run("info", "dragon-hatchling").err()).contains("dragon-hatchling");
        reprise.run("run", "dragon-hatchling").refuses("dragon-hatchling");

        reprise.run("uninstall", "dragon-hatchling").succeeds();
        reprise.run("install", "dragon-hatchling").succeeds();
        TinyRun.in(home.getParent());
        reprise.in(home.getParent()).run("run", "tiny.yaml").succeeds();
    }

    @Test
    public void saysThatTheIndexIsDamaged() throws Exception {
        Path index = repository.resolve("index.xml");
        String text = Files.readString(index);
        Files.writeString(index, text.substring(0, text.length() / 2));

        reprise.run("install", "dragon-hatchling").refuses("index.xml");
        assertThat(Folders.list(home.resolve("bundles"))).isEmpty();
    }

    private static String sha256(byte[] content) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
