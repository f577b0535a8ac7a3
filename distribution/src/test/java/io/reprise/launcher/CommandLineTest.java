package io.reprise.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static final Path USER = Path.of("/home/someone").toAbsolutePath();

    private static CommandLine parse(String environment, String... arguments) {
        return CommandLine.parse(List.of(arguments), environment, USER.toString());
    }

    @Test
    void keepsItsHomeInTheUsersFolder() {
        assertThat(parse(null, "list").home()).isEqualTo(USER.resolve(".reprise"));
        assertThat(parse("", "list").home()).isEqualTo(USER.resolve(".reprise"));
    }

    @Test
    void takesTheHomeFromTheEnvironment() {
        assertThat(parse("/srv/shared", "list").home())
                .isEqualTo(Path.of("/srv/shared").toAbsolutePath());
    }

    @Test
    void prefersTheHomeThatTheCommandLineNames() {
        Path expected = Path.of("elsewhere").toAbsolutePath();
        assertThat(parse("/srv/shared", "--home", "elsewhere", "list").home()).isEqualTo(expected);
        assertThat(parse("/srv/shared", "list", "--home=elsewhere").home()).isEqualTo(expected);
    }

    @Test
    void leavesToTheCommandWhatIsNotItsOwn() {
        CommandLine line = parse(null, "run", "-Dreprise.kernels=scalar", "bdh.yaml", "trainer.steps=5", "--json");
        assertThat(line.command()).containsExactly("run", "bdh.yaml", "trainer.steps=5", "--json");
        assertThat(line.properties()).isEqualTo(Map.of("reprise.kernels", "scalar"));
    }

    @Test
    void takesNothingAfterTwoDashes() {
        CommandLine line = parse(null, "run", "--", "--home", "-Da=b");
        assertThat(line.command()).containsExactly("run", "--", "--home", "-Da=b");
        assertThat(line.properties()).isEmpty();
    }

    @Test
    void asksForTheFolderThatIsMissing() {
        assertThatThrownBy(() -> parse(null, "list", "--home"))
                .isInstanceOf(LaunchException.class)
                .hasMessage("--home needs a folder. Expected: --home FOLDER.");
    }
}
