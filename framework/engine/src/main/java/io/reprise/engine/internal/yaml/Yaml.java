package io.reprise.engine.internal.yaml;

import io.reprise.api.RepriseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML into values that know where they stand, and writes plain values. */
public final class Yaml {
    /** Deeper nesting, and more values, are no pipeline but a mistake (or aliases that multiply). */
    private static final int MAX_DEPTH = 20;

    private static final int MAX_VALUES = 100_000;

    private final String file;
    private int values;

    private Yaml(String file) {
        this.file = file;
    }

    /**
     * The document in a file.
     *
     * @param what it is, for messages: {@code a pipeline}
     * @throws RepriseException if it cannot be read, or is no YAML, with line and column
     */
    public static YamlValue read(Path file, String what) {
        if (!Files.exists(file)) {
            throw RepriseException.problem("There is no such file")
                    .at(file.toString())
                    .expected(what);
        }
        if (!Files.isRegularFile(file)) {
            throw RepriseException.problem("This is no regular file")
                    .at(file.toString())
                    .expected(what);
        }
        try {
            return parse(Files.readString(file), file.toString(), what);
        } catch (CharacterCodingException e) {
            throw RepriseException.problem("The file is no text in UTF-8")
                    .at(file.toString())
                    .expected(what)
                    .because(e);
        } catch (IOException e) {
            throw RepriseException.problem("The file cannot be read: " + e.getMessage())
                    .at(file.toString())
                    .expected(what)
                    .because(e);
        }
    }

    /**
     * The document in a text.
     *
     * @param file what to call it in messages
     * @param what it is, for messages
     * @throws RepriseException if it is no YAML, with line and column
     */
    public static YamlValue parse(String text, String file, String what) {
        try {
            Compose compose = new Compose(LoadSettings.builder().setLabel(file).build());
            Optional<Node> root = compose.composeString(text);
            if (root.isEmpty()) {
                throw RepriseException.problem("The file is empty").at(file).expected(what);
            }
            return new Yaml(file).convert(root.get(), 0);
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            throw RepriseException.problem("This is no valid YAML: " + e.getProblem())
                    .at(mark == null ? file : new Yaml(file).position(mark).toString())
                    .because(e);
        } catch (YamlEngineException e) {
            throw RepriseException.problem("This is no valid YAML: " + e.getMessage())
                    .at(file)
                    .because(e);
        }
    }

    /** Plain values (maps, lists, texts, numbers, truth values) as YAML, a line each. */
    public static String write(Map<String, ?> values) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .setIndent(2)
                        .setIndicatorIndent(2)
                        .setIndentWithIndicator(true)
                        .setWidth(Integer.MAX_VALUE)
                        .build())
                .dumpToString(values);
    }

    /** Plain values as YAML on one line, without the line's end. */
    public static String line(List<?> values) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.FLOW)
                        .setWidth(Integer.MAX_VALUE)
                        .build())
                .dumpToString(values)
                .strip();
    }

    private YamlValue convert(Node node, int depth) {
        YamlValue.Position at = node.getStartMark().map(this::position).orElse(new YamlValue.Position(file, 1, 1));
        if (depth > MAX_DEPTH || ++values > MAX_VALUES) {
            throw RepriseException.problem("The values are nested too deeply, or there are too many")
                    .at(at.toString());
        }
        if (node instanceof ScalarNode scalar) {
            return new YamlValue.Scalar(at, scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue());
        } else if (node instanceof SequenceNode sequence) {
            List<YamlValue> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(convert(element, depth + 1));
            }
            return new YamlValue.Sequence(at, elements);
        }
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        Map<String, YamlValue.Position> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            YamlValue key = convert(tuple.getKeyNode(), depth + 1);
            if (!(key instanceof YamlValue.Scalar scalar) || scalar.text() == null) {
                throw RepriseException.problem("A key must be a word")
                        .at(key.at().toString());
            }
            if (keys.put(scalar.text(), key.at()) != null) {
                throw RepriseException.problem("The key '" + scalar.text() + "' is given twice")
                        .at(key.at().toString());
            }
            entries.put(scalar.text(), convert(tuple.getValueNode(), depth + 1));
        }
        return new YamlValue.Mapping(at, entries, keys);
    }

    private YamlValue.Position position(Mark mark) {
        return new YamlValue.Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
