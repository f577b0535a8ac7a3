package io.reprise.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprise.cli.command.Suggestions.Suggestion;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private final Suggestions suggestions = new Suggestions(new FakeEngine().engine(), FakeEngine::settings);

    private List<String> after(String line) {
        int last = line.lastIndexOf(' ');
        List<String> before =
                last < 0 ? List.of() : List.of(line.substring(0, last).split(" ", -1));
        return suggestions.suggest(before, line.substring(last + 1)).suggestions().stream()
                .map(Suggestion::text)
                .toList();
    }

    @Test
    void suggestsCommandsFirst() {
        assertThat(after("")).contains("list", "run", "reproduce", "help");
        assertThat(after("help ")).contains("list", "run");
    }

    @Test
    void suggestsMethodsThatAreNotThereYet() {
        assertThat(after("info ")).containsExactly("dragon-hatchling", "wordnet");
        assertThat(after("install wordnet ")).containsExactly("dragon-hatchling");
        assertThat(after("uninstall ")).containsExactly("dragon-hatchling");
        assertThat(after("reproduce ")).contains("dragon-hatchling");
    }

    @Test
    void suggestsPipelinesAndFilesWhereNoneBeginsSo() {
        assertThat(after("run ")).containsExactly("dragon-hatchling");
        assertThat(suggestions.suggest(List.of("run"), "dra").fileAfter()).isEmpty();
        assertThat(suggestions.suggest(List.of("run"), "./my").fileAfter()).contains("");
    }

    @Test
    void suggestsTheSettingsOfThePipelinesParts() {
        assertThat(after("run dragon-hatchling mod"))
                .contains("data.path=", "model.layers=", "model.norm=", "model.tied=", "model=", "seed=")
                .doesNotContain("model.path=");
        assertThat(after("check dragon-hatchling model.layers=6 ")).contains("data.path=", "tensor.executor=");
        assertThat(after("run dragon-hatchling tensor.executor="))
                .containsExactly("tensor.executor=native", "tensor.executor=nd4j");
    }

    @Test
    void suggestsValues() {
        assertThat(after("run dragon-hatchling model.norm=")).containsExactly("model.norm=layer", "model.norm=none");
        assertThat(after("run dragon-hatchling model.tied=t")).containsExactly("model.tied=true", "model.tied=false");
        assertThat(after("run dragon-hatchling model=")).containsExactly("model=bdh", "model=gpt");
        assertThat(suggestions
                        .suggest(List.of("run", "dragon-hatchling"), "data.path=")
                        .fileAfter())
                .contains("data.path=");
    }

    @Test
    void suggestsTheCommandsAboutDataAndItsNames() {
        assertThat(after("data ")).containsExactly("list", "fetch", "check", "clean");
        assertThat(after("data fetch ")).containsExactly("mnist");
        assertThat(after("data fetch --")).contains("--all", "--offline");
        assertThat(after("data list ")).isEmpty();
        assertThat(after("help data ")).contains("fetch");
    }

    @Test
    void suggestsOptionsAndSkipsTheirValues() {
        assertThat(after("reproduce --")).contains("--claim", "--seeds", "--json");
        assertThat(after("reproduce --claim ")).isEmpty();
        assertThat(after("reproduce --claim a ")).contains("dragon-hatchling");
        assertThat(after("list --installed ")).isEmpty();
        assertThat(after("runs ")).contains("0007-dragon-hatchling");
        assertThat(after("sweeps ")).containsExactly("0003-rates");
        assertThat(suggestions.suggest(List.of("sweep"), "my").fileAfter()).contains("");
    }

    @Test
    void suggestsRunsToExportAndFilesForThem() {
        assertThat(after("export ")).contains("0007-dragon-hatchling");
        assertThat(after("export --")).contains("--tensorboard", "--csv", "--npz", "--safetensors");
        assertThat(suggestions.suggest(List.of("export", "7", "--csv"), "my").fileAfter())
                .contains("");
        assertThat(after("run --tensorboard ")).containsExactly("dragon-hatchling");
    }

    @Test
    void hasNothingToSayAfterAnUnknownCommand() {
        assertThat(after("frobnicate ")).isEmpty();
    }
}
