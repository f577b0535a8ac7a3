package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.engine.DataSets.Fetched.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataCommandTest {
    private final Session session = Session.piped();

    @ParameterizedTest
    @ValueSource(strings = {"data", "data list"})
    void listsDataWithTheStateOfItsFiles(String command) {
        assertThat(session.call(command.split(" ", -1))).isZero();

        assertThat(session.out())
                .containsPattern("mnist +images.gz +9.9 MB +cached +mnist, sparsey +CC BY-SA 3.0")
                .containsPattern(" +labels.gz +29 kB +missing")
                .contains("reprise data fetch NAME", "warning: io.reprise.odd!REPRISE-INF/data/odd.yaml:1:1");
    }

    @Test
    void fetchesByNameAndSaysFromWhere() {
        assertThat(session.call("data", "fetch", "mnist")).isZero();

        assertThat(session.fake.asked).containsExactly("fetch [mnist]");
        assertThat(session.out())
                .contains(
                        "Downloading mnist/labels.gz (29 kB) from digits.example",
                        "downloading mnist/labels.gz  14/28  kB",
                        "Already here: mnist/images.gz",
                        "Fetched mnist/labels.gz (29 kB): ");
    }

    @Test
    void exitsWith1WhereAFileCannotBeHad() {
        session.fake.fetched = Outcome.FAILED;

        assertThat(session.call("data", "fetch", "--all")).isEqualTo(1);

        assertThat(session.fake.asked).containsExactly("fetch []");
        assertThat(session.err()).contains("reprise: mnist/labels.gz: No connection.");
    }

    @Test
    void exitsWith2WhereTheRequestIsWrong() {
        assertThat(session.call("data", "fetch", "mnits")).isEqualTo(2);
        assertThat(session.err()).contains("Did you mean mnist?");

        assertThat(session.call("data", "fetch")).isEqualTo(2);
        assertThat(session.call("data", "fetch", "--all", "mnist")).isEqualTo(2);
        assertThat(session.call("data", "ftech", "mnist")).isEqualTo(2);
        assertThat(session.call("data", "list", "mnist")).isEqualTo(2);
    }

    @Test
    void checksAndExitsWith1WhereAFileIsDamaged() {
        assertThat(session.call("data", "check")).isEqualTo(1);

        assertThat(session.out())
                .containsPattern("mnist/images.gz +damaged +cache.images.gz: It has SHA-256 00")
                .contains("1 file checked, 1 damaged, 1 missing.");
    }

    @Test
    void deletesWhatWasDownloaded() {
        assertThat(session.call("data", "clean", "mnist")).isZero();

        assertThat(session.out()).contains("Deleted cache", "1 file deleted.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data list", "data fetch mnist", "data check mnist", "data clean mnist"})
    void printsNothingButJsonWhenAsked(String command) {
        session.call((command + " --json").split(" ", -1));

        assertThat(session.outJson().isArray()).isTrue();
        assertThat(session.err()).isEmpty();
    }

    @Test
    void writesJsonThatSaysWhereEachFileIs() {
        session.call("data", "list", "--json");

        var files = session.outJson().at("/0/files");
        assertThat(files.at("/0/state").asText()).isEqualTo("cached");
        assertThat(files.at("/0/urls/0").asText()).isEqualTo("https://digits.example/images.gz");
        assertThat(files.at("/1/path").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--offline data fetch mnist", "data --offline fetch mnist", "data fetch mnist --offline"})
    void isOfflineWhileACommandRunsThatSaysSo(String command) {
        session.call(command.split(" ", -1));

        assertThat(session.fake.asked).containsExactly("offline", "fetch [mnist]", "online");
    }

    @Test
    void saysWhatItsCommandsDo() {
        session.call("help", "data");
        assertThat(session.out()).contains("fetch", "check", "clean", "REPRISE_DATA");

        session.call("help", "data", "fetch");
        assertThat(session.out()).contains("https_proxy", "--all");

        assertThat(session.call("help", "data", "ftech")).isEqualTo(2);
    }
}
