package io.reprise.tensor.service.autodiff;

import io.reprise.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A formula in Einstein's notation, read for tensors of given shapes. Axes have labels: letters, and for the axes that an
 * ellipsis stands for the numbers -1, -2, ... from the last one on.
 *
 * @param inputs the labels of each operand's axes
 * @param output the labels of the result's axes
 */
record EinsumFormula(List<int[]> inputs, int[] output) {
    /** What an ellipsis is read as, before the shapes tell what it stands for. */
    private static final int ELLIPSIS = '.';

    static EinsumFormula of(String text, List<Shape> shapes) {
        return new Reader(text).read(shapes);
    }

    /** Reads one formula. */
    private static final class Reader {
        private final String text;
        private final List<List<Integer>> terms = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>();
        private List<Integer> result;
        private int resultStart;
        private int widest;

        Reader(String text) {
            this.text = text;
        }

        EinsumFormula read(List<Shape> shapes) {
            readTerms();
            if (terms.size() != shapes.size()) {
                throw wrong(0, "it has " + terms.size() + " inputs for " + shapes.size() + " tensors");
            }
            for (int i = 0; i < shapes.size(); i++) {
                widest = Math.max(widest, hidden(i, shapes.get(i)));
            }
            List<int[]> inputs = new ArrayList<>();
            for (int i = 0; i < shapes.size(); i++) {
                inputs.add(labels(terms.get(i), hidden(i, shapes.get(i))));
            }
            return new EinsumFormula(inputs, result == null ? implied(inputs) : checkedResult());
        }

        private void readTerms() {
            List<Integer> term = new ArrayList<>();
            int start = 0;
            int i = 0;
            while (i < text.length()) {
                char c = text.charAt(i);
                if (c == ' ') {
                    i++;
                } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
                    term.add((int) c);
                    i++;
                } else if (text.startsWith("...", i)) {
                    if (term.contains(ELLIPSIS)) {
                        throw wrong(i, "a second ellipsis in one term");
                    }
                    term.add(ELLIPSIS);
                    i += 3;
                } else if (c == ',' && result == null) {
                    terms.add(term);
                    starts.add(start);
                    term = new ArrayList<>();
                    start = ++i;
                } else if (text.startsWith("->", i) && result == null) {
                    terms.add(term);
                    starts.add(start);
                    term = new ArrayList<>();
                    result = term;
                    i += 2;
                    resultStart = i;
                } else {
                    throw wrong(
                            i,
                            "'" + c + "' where a letter, '...'" + (result == null ? ", ',' or '->'" : "")
                                    + " can stand");
                }
            }
            if (result == null) {
                terms.add(term);
                starts.add(start);
            }
        }

        /** How many axes the ellipsis of a term stands for. */
        private int hidden(int i, Shape shape) {
            List<Integer> term = terms.get(i);
            boolean ellipsis = term.contains(ELLIPSIS);
            int named = term.size() - (ellipsis ? 1 : 0);
            if (ellipsis ? shape.rank() < named : shape.rank() != named) {
                throw wrong(
                        starts.get(i),
                        "a term of " + named + " axes" + (ellipsis ? " or more" : "") + " for a tensor of the shape "
                                + shape);
            }
            return shape.rank() - named;
        }

        private static int[] labels(List<Integer> term, int hidden) {
            List<Integer> labels = new ArrayList<>();
            for (int label : term) {
                if (label == ELLIPSIS) {
                    for (int k = hidden; k > 0; k--) {
                        labels.add(-k);
                    }
                } else {
                    labels.add(label);
                }
            }
            return labels.stream().mapToInt(Integer::intValue).toArray();
        }

        private int[] checkedResult() {
            for (int k = 0; k < result.size(); k++) {
                int label = result.get(k);
                if (label == ELLIPSIS) {
                    continue;
                }
                int at = text.indexOf((char) label, resultStart);
                if (terms.stream().noneMatch(term -> term.contains(label))) {
                    throw wrong(at, "the result has the label '" + (char) label + "', which no input has");
                }
                if (result.indexOf(label) != k) {
                    throw wrong(
                            text.indexOf((char) label, at + 1),
                            "the result has the label '" + (char) label + "' twice");
                }
            }
            return labels(result, widest);
        }

        /** The axes of ellipses, and then in alphabetical order the letters that occur once. */
        private int[] implied(List<int[]> inputs) {
            int[] times = new int['z' + 1];
            for (int[] labels : inputs) {
                for (int label : labels) {
                    if (label > 0) {
                        times[label]++;
                    }
                }
            }
            List<Integer> labels = new ArrayList<>();
            for (int k = widest; k > 0; k--) {
                labels.add(-k);
            }
            for (int label = 'A'; label <= 'z'; label++) {
                if (times[label] == 1) {
                    labels.add(label);
                }
            }
            return labels.stream().mapToInt(Integer::intValue).toArray();
        }

        private IllegalArgumentException wrong(int at, String what) {
            return new IllegalArgumentException("einsum: \"" + text + "\", character " + (at + 1) + ": " + what);
        }
    }
}
