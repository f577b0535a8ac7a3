package io.reprise.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class TextTableTest {
    private static final String LONG = "the number of layers, all of which share one set of parameters";

    @Example
    void padsColumnsAndLeavesNoTrailingBlanks() {
        TextTable table = new TextTable("name", "value", "unit")
                .right(1)
                .row("loss", "2.5", "")
                .row("a", "12.25", "ms");

        assertThat(table.lines(80, (style, text) -> text))
                .containsExactly("name  value  unit", "loss    2.5", "a     12.25  ms");
    }

    @Example
    void wrapsTheWidestColumnBetweenWords() {
        TextTable table = new TextTable("key", "meaning").row("layers", LONG);

        assertThat(table.lines(40, (style, text) -> text))
                .containsExactly(
                        "key     meaning",
                        "layers  the number of layers, all of",
                        "        which share one set of",
                        "        parameters");
    }

    @Example
    void breaksWordsOnlyWhereItMustAndNamesLast() {
        TextTable table = new TextTable("NAME", "PATH").row("dragon-hatchling", "io/reprise/cli/text");

        assertThat(table.lines(32, (style, text) -> text))
                .containsExactly(
                        "NAME              PATH", "dragon-hatchling  io/reprise/cli", "                  /text");
    }

    @Example
    void stylesTextsAndNotTheirPadding() {
        TextTable table = new TextTable("a", "b").row("x", "y");

        assertThat(table.lines(80, Style::wrap).get(0)).isEqualTo("\u001b[1ma\u001b[0m  \u001b[1mb\u001b[0m");
    }

    @Property
    void losesNoCharacterByWrapping(
            @ForAll @StringLength(max = 60) String text, @ForAll @IntRange(min = 1, max = 30) int width) {
        String joined = String.join("", TextTable.wrap(text, width));

        assertThat(joined.replaceAll("[ \n]", "")).isEqualTo(text.replaceAll("[ \n]", ""));
        assertThat(TextTable.wrap(text, width))
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(width));
    }
}
