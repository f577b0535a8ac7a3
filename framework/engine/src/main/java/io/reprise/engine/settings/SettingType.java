package io.reprise.engine.settings;

import io.reprise.api.RepriseException;
import io.reprise.api.Setting;
import io.reprise.engine.internal.text.Nearest;
import io.reprise.engine.internal.text.Numbers;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The types that a setting can have: how each is read, checked, written and described. */
sealed interface SettingType {
    /** Reads a value and checks it against the setting's range or choices. */
    Object read(Object value, Setting setting, String place);

    /** The value as Integer, Long, Double, Boolean, String or List. */
    default Object write(Object value) {
        return value;
    }

    /** What it is called in lists. */
    String label(Setting setting);

    /** The allowed values in words; empty for any. */
    default String range(Setting setting) {
        return "";
    }

    /** The allowed words; empty unless it is a choice. */
    default List<String> choices(Setting setting) {
        return List.of();
    }

    /** A value that is allowed. */
    Object example(Setting setting);

    /** What is expected, in words. */
    default String expected(Setting setting) {
        String range = range(setting);
        return label(setting)
                + (range.isEmpty() ? "" : ", " + range)
                + (setting.unit().isEmpty() ? "" : " (in " + setting.unit() + ")");
    }

    /** The type of a record's component. */
    static SettingType of(Type type, Setting setting, String place) {
        boolean ranged = setting.min() != Double.NEGATIVE_INFINITY || setting.max() != Double.POSITIVE_INFINITY;
        SettingType found = ofUnchecked(type, place);
        SettingType element = found instanceof ListOf list ? list.element() : found;
        boolean number = element instanceof Whole || element instanceof Real;
        if (ranged && !number) {
            throw new IllegalArgumentException(place + " is no number but has a range");
        }
        if (setting.choices().length > 0 && !(element instanceof Text)) {
            throw new IllegalArgumentException(place + " is no text but has choices");
        }
        if (setting.min() > setting.max()) {
            throw new IllegalArgumentException(place + " has an empty range");
        }
        if (setting.description().isBlank()) {
            throw new IllegalArgumentException(place + " has no description");
        }
        return found;
    }

    private static SettingType ofUnchecked(Type type, String place) {
        if (type == int.class || type == Integer.class) {
            return new Whole(true);
        } else if (type == long.class || type == Long.class) {
            return new Whole(false);
        } else if (type == double.class || type == Double.class) {
            return new Real();
        } else if (type == boolean.class) {
            return new Truth();
        } else if (type == String.class) {
            return new Text();
        } else if (type == Path.class) {
            return new PathType();
        } else if (type instanceof Class<?> enumType && enumType.isEnum()) {
            return new Choice(Arrays.stream(enumType.getEnumConstants())
                    .<Enum<?>>map(constant -> (Enum<?>) constant)
                    .toList());
        } else if (type instanceof ParameterizedType list
                && list.getRawType() == List.class
                && List.of(Integer.class, Double.class, String.class).contains(list.getActualTypeArguments()[0])) {
            return new ListOf(ofUnchecked(list.getActualTypeArguments()[0], place));
        }
        throw new IllegalArgumentException(
                place + " has the type " + type.getTypeName() + ", which no setting can have");
    }

    private static RepriseException wrong(Object value, String what, SettingType type, Setting setting, String place) {
        String problem = value == null ? "No value is given" : "'" + value + "' " + what;
        return RepriseException.problem(problem).at(place).expected(type.expected(setting));
    }

    private static void checkRange(double value, Object given, SettingType type, Setting setting, String place) {
        if (!(value >= setting.min() && value <= setting.max())) {
            throw wrong(given, "is out of range", type, setting, place);
        }
    }

    private static String rangeOf(Setting setting) {
        boolean least = setting.min() != Double.NEGATIVE_INFINITY;
        boolean most = setting.max() != Double.POSITIVE_INFINITY;
        if (least && most) {
            return Numbers.plain(setting.min()) + " to " + Numbers.plain(setting.max());
        } else if (least) {
            return "at least " + Numbers.plain(setting.min());
        }
        return most ? "at most " + Numbers.plain(setting.max()) : "";
    }

    /** Whole numbers, of 32 or 64 bits. */
    record Whole(boolean narrow) implements SettingType {
        @Override
        public Object read(Object value, Setting setting, String place) {
            BigInteger number;
            try {
                number = exact(value);
            } catch (ArithmeticException | NumberFormatException e) {
                throw wrong(value, "is no whole number", this, setting, place);
            }
            if (number.bitLength() > (narrow ? 31 : 63)) {
                throw wrong(value, "is too large", this, setting, place);
            }
            checkRange(number.doubleValue(), value, this, setting, place);
            return narrow ? (Object) number.intValue() : (Object) number.longValue();
        }

        private static BigInteger exact(Object value) {
            if (!(value instanceof String || value instanceof Number)) {
                throw new NumberFormatException();
            }
            BigDecimal number = new BigDecimal(value.toString().strip());
            // The unpacked digits of 1e999999999 would fill the memory.
            if (number.scale() < -40 || number.precision() > 60) {
                throw new NumberFormatException();
            }
            return number.toBigIntegerExact();
        }

        @Override
        public String label(Setting setting) {
            return narrow ? "int" : "long";
        }

        @Override
        public String range(Setting setting) {
            return rangeOf(setting);
        }

        @Override
        public Object example(Setting setting) {
            double example = Math.min(Math.max(Math.ceil(setting.min()), 1), Math.floor(setting.max()));
            return narrow ? (Object) (int) example : (Object) (long) example;
        }
    }

    /** Real numbers. */
    record Real() implements SettingType {
        private static final Pattern FORM = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

        @Override
        public Object read(Object value, Setting setting, String place) {
            double number = value instanceof String text
                    ? parse(text.strip(), setting, place)
                    : value instanceof Number given ? given.doubleValue() : Double.NaN;
            if (Double.isNaN(number)) {
                throw wrong(value, "is no number", this, setting, place);
            }
            checkRange(number, value, this, setting, place);
            return number;
        }

        private double parse(String text, Setting setting, String place) {
            if (FORM.matcher(text).matches()) {
                double number = Double.parseDouble(text);
                if (Double.isInfinite(number)) {
                    throw wrong(text, "is too large", this, setting, place);
                }
                return number;
            }
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "inf", ".inf", "+.inf", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-.inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                default -> Double.NaN;
            };
        }

        @Override
        public String label(Setting setting) {
            return "double";
        }

        @Override
        public String range(Setting setting) {
            return rangeOf(setting);
        }

        @Override
        public Object example(Setting setting) {
            return Math.min(Math.max(setting.min(), 1), setting.max());
        }
    }

    /** True or false. */
    record Truth() implements SettingType {
        @Override
        public Object read(Object value, Setting setting, String place) {
            if (value instanceof Boolean) {
                return value;
            }
            return switch (value instanceof String text ? text.strip() : "") {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(value, "is no truth value", this, setting, place);
            };
        }

        @Override
        public String label(Setting setting) {
            return "boolean";
        }

        @Override
        public String range(Setting setting) {
            return "true or false";
        }

        @Override
        public Object example(Setting setting) {
            return false;
        }
    }

    /** Texts, of any kind or of some words. */
    record Text() implements SettingType {
        @Override
        public Object read(Object value, Setting setting, String place) {
            boolean scalar = value instanceof String || value instanceof Number || value instanceof Boolean;
            if (!scalar) {
                throw wrong(value, "is no text", this, setting, place);
            }
            String text = value.toString();
            List<String> choices = choices(setting);
            if (!choices.isEmpty() && !choices.contains(text)) {
                List<String> near = Nearest.names(text, choices);
                throw wrong(value, "is none of the choices", this, setting, place)
                        .hint(near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "?");
            }
            return text;
        }

        @Override
        public String label(Setting setting) {
            return setting.choices().length > 0 ? "choice" : "text";
        }

        @Override
        public String range(Setting setting) {
            return String.join(", ", setting.choices());
        }

        @Override
        public List<String> choices(Setting setting) {
            return List.of(setting.choices());
        }

        @Override
        public Object example(Setting setting) {
            return setting.choices().length > 0 ? setting.choices()[0] : "example";
        }
    }

    /** Paths of files. */
    record PathType() implements SettingType {
        @Override
        public Object read(Object value, Setting setting, String place) {
            if (value instanceof Path) {
                return value;
            }
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                try {
                    return Path.of(value.toString());
                } catch (InvalidPathException e) {
                    throw wrong(value, "is no path", this, setting, place).because(e);
                }
            }
            throw wrong(value, "is no path", this, setting, place);
        }

        @Override
        public Object write(Object value) {
            return value.toString();
        }

        @Override
        public String label(Setting setting) {
            return "path";
        }

        @Override
        public Object example(Setting setting) {
            return "example";
        }
    }

    /** The constants of an enum, written in lower case with hyphens. */
    record Choice(List<Enum<?>> constants) implements SettingType {
        @Override
        public Object read(Object value, Setting setting, String place) {
            for (Enum<?> constant : constants) {
                if (constant == value
                        || (value instanceof String text && word(constant).equals(text.strip()))) {
                    return constant;
                }
            }
            List<String> near = Nearest.names(String.valueOf(value), choices(setting));
            throw wrong(value, "is none of the choices", this, setting, place)
                    .hint(near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "?");
        }

        @Override
        public Object write(Object value) {
            return word((Enum<?>) value);
        }

        @Override
        public String label(Setting setting) {
            return "choice";
        }

        @Override
        public String range(Setting setting) {
            return String.join(", ", choices(setting));
        }

        @Override
        public List<String> choices(Setting setting) {
            return constants.stream().map(Choice::word).toList();
        }

        @Override
        public Object example(Setting setting) {
            return constants.get(0);
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Lists; as one text, their elements are separated by commas, in brackets or not. */
    record ListOf(SettingType element) implements SettingType {
        @Override
        public Object read(Object value, Setting setting, String place) {
            List<?> given;
            if (value instanceof List<?> list) {
                given = list;
            } else if (value instanceof String text) {
                given = split(text);
            } else if (value instanceof Number) {
                given = List.of(value);
            } else {
                throw wrong(value, "is no list", this, setting, place);
            }
            List<Object> elements = new ArrayList<>();
            for (Object one : given) {
                elements.add(element.read(one, setting, place));
            }
            return List.copyOf(elements);
        }

        private static List<String> split(String text) {
            String bare = text.strip();
            if (bare.startsWith("[") && bare.endsWith("]")) {
                bare = bare.substring(1, bare.length() - 1).strip();
            }
            return bare.isEmpty()
                    ? List.of()
                    : Arrays.stream(bare.split(",", -1)).map(String::strip).toList();
        }

        @Override
        public Object write(Object value) {
            return ((List<?>) value).stream().map(element::write).toList();
        }

        @Override
        public String label(Setting setting) {
            return "list of " + element.label(setting);
        }

        @Override
        public String range(Setting setting) {
            String range = element.range(setting);
            return range.isEmpty() ? "" : "each " + range;
        }

        @Override
        public List<String> choices(Setting setting) {
            return element.choices(setting);
        }

        @Override
        public Object example(Setting setting) {
            return List.of(element.example(setting));
        }
    }
}
