package io.reprise.engine.internal.compose;

import io.reprise.data.Dim;
import io.reprise.data.Dimensions;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out what the symbols in several schemas stand for, by first-order unification: each part has symbols of its own, which
 * stand for one size wherever that part uses them; where one part's column meets another's, their sizes are the same.
 */
final class Unifier {
    /** What a symbol is known to stand for: a size, or the same as others. */
    private static final class Node {
        private Node same;
        private Integer size;
        /** The greatest size that a consumer with a fixed limit can take. */
        private int most = Integer.MAX_VALUE;

        Node root() {
            Node root = this;
            while (root.same != null) {
                root = root.same;
            }
            return root;
        }
    }

    private record Symbol(String owner, String name) {}

    private final Map<Symbol, Node> nodes = new HashMap<>();

    /**
     * Lets the columns that one part needs meet those that another gives.
     *
     * @param needed what is needed; each must be given, with the same type and number of axes, and sizes that agree
     * @return why it does not fit, in words; empty if it does
     */
    Optional<Misfit> meet(String consumer, Schema needed, String provider, Schema given) {
        for (Field need : needed.fields()) {
            Optional<Misfit> misfit = given.field(need.name())
                    .map(gives -> meet(consumer, need, provider, gives))
                    .orElseGet(() -> Optional.of(new Misfit(need, Optional.empty(), "there is no such column")));
            if (misfit.isPresent()) {
                return misfit;
            }
        }
        return Optional.empty();
    }

    /**
     * Why columns do not fit.
     *
     * @param needed the column needed
     * @param given the column given, if there is one of this name
     * @param reason in words
     */
    record Misfit(Field needed, Optional<Field> given, String reason) {}

    private Optional<Misfit> meet(String consumer, Field need, String provider, Field gives) {
        Optional<String> reason;
        if (need.type() != gives.type()) {
            reason = Optional.of("the elements are " + gives.type() + ", not " + need.type());
        } else if (need.shape().size() != gives.shape().size()) {
            reason = Optional.of("there are " + axes(gives) + ", not " + axes(need));
        } else {
            reason = meetAxes(consumer, need, provider, gives).or(() -> meetLimits(consumer, need, provider, gives));
        }
        return reason.map(text -> new Misfit(need, Optional.of(gives), text));
    }

    private static String axes(Field field) {
        return field.shape().size() == 1 ? "1 axis" : field.shape().size() + " axes";
    }

    private Optional<String> meetAxes(String consumer, Field need, String provider, Field gives) {
        for (int axis = 0; axis < need.shape().size(); axis++) {
            Dim needed = need.shape().get(axis);
            Dim given = gives.shape().get(axis);
            if (!unify(node(consumer, needed), node(provider, given))) {
                return Optional.of("axis " + axis + " has the size " + value(provider, given) + ", not "
                        + value(consumer, needed));
            }
        }
        return Optional.empty();
    }

    /**
     * A symbol for the limit takes the given limit; a fixed limit is the most the consumer can take, so a smaller one fits.
     */
    private Optional<String> meetLimits(String consumer, Field need, String provider, Field gives) {
        if (need.limit().isEmpty()) {
            return Optional.empty();
        }
        Dim needed = need.limit().get();
        if (gives.limit().isEmpty()) {
            return needed instanceof Dim.Fixed
                    ? Optional.of("it is not known to have values below " + needed + " only")
                    : Optional.empty();
        }
        Dim given = gives.limit().get();
        if (needed instanceof Dim.Fixed most) {
            Node node = node(provider, given).root();
            node.most = Math.min(node.most, most.size());
            return fits(node)
                    ? Optional.empty()
                    : Optional.of("the values go up to " + (node.size - 1) + ", but must be below " + most.size());
        }
        return unify(node(consumer, needed), node(provider, given))
                ? Optional.empty()
                : Optional.of(
                        "the values are below " + value(provider, given) + ", not below " + value(consumer, needed));
    }

    /** What a part's symbols stand for, as far as it is known. */
    Dimensions dimensions(String owner) {
        Map<String, Integer> sizes = new TreeMap<>();
        nodes.forEach((symbol, node) -> {
            if (symbol.owner().equals(owner) && node.root().size != null) {
                sizes.put(symbol.name(), node.root().size);
            }
        });
        return Dimensions.of(sizes);
    }

    /** The symbols of a part in a schema, in order. */
    static List<String> symbols(Schema schema) {
        Map<String, Boolean> names = new LinkedHashMap<>();
        for (Field field : schema.fields()) {
            List<Dim> dims = new ArrayList<>(field.shape());
            field.limit().ifPresent(dims::add);
            for (Dim dim : dims) {
                if (dim instanceof Dim.Symbol symbol) {
                    names.put(symbol.name(), true);
                }
            }
        }
        return List.copyOf(names.keySet());
    }

    private Node node(String owner, Dim dim) {
        if (dim instanceof Dim.Symbol symbol) {
            return nodes.computeIfAbsent(new Symbol(owner, symbol.name()), same -> new Node());
        }
        Node fixed = new Node();
        fixed.size = ((Dim.Fixed) dim).size();
        return fixed;
    }

    private static boolean unify(Node one, Node other) {
        Node a = one.root();
        Node b = other.root();
        if (a == b) {
            return true;
        }
        if (a.size != null && b.size != null && !a.size.equals(b.size)) {
            return false;
        }
        Node joined = new Node();
        joined.size = a.size != null ? a.size : b.size;
        joined.most = Math.min(a.most, b.most);
        if (!fits(joined)) {
            return false;
        }
        a.same = joined;
        b.same = joined;
        return true;
    }

    private static boolean fits(Node node) {
        return node.size == null || node.size <= node.most;
    }

    /** A dimension with what it stands for, for instance {@code V (256)}. */
    private String value(String owner, Dim dim) {
        Integer size = node(owner, dim).root().size;
        return dim instanceof Dim.Fixed || size == null ? dim.toString() : dim + " (" + size + ")";
    }
}
