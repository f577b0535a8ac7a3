package io.reprise.engine.settings;

import io.reprise.api.RepriseException;
import io.reprise.api.Setting;
import io.reprise.engine.internal.text.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the settings of a plug-in into its record, checks them, lists them, and writes them back.
 *
 * <p>Values come from a pipeline or from the command line, so that a text stands for whatever it spells ({@code "6"} for an int
 * of 6, {@code "1,2"} for a list); numbers, truth values and lists are taken as well.
 *
 * @param <S> the record, each component of which is described by {@link Setting}
 */
public final class SettingsReader<S extends Record> {
    private final Class<S> type;
    private final List<Component> components;
    private final Constructor<S> constructor;

    private record Component(String name, Setting setting, SettingType type, RecordComponent origin) {
        boolean required() {
            return setting.value().equals(Setting.REQUIRED);
        }
    }

    private SettingsReader(Class<S> type, List<Component> components, Constructor<S> constructor) {
        this.type = type;
        this.components = components;
        this.constructor = constructor;
    }

    /**
     * The reader of a record.
     *
     * @throws IllegalArgumentException if the record is not described as {@link Setting} asks: a component without a
     *     description, of a type that settings cannot have, or with a default that its own range does not allow
     */
    public static <S extends Record> SettingsReader<S> of(Class<S> type) {
        List<Component> components = new ArrayList<>();
        RecordComponent[] origins = type.getRecordComponents();
        for (RecordComponent origin : origins) {
            String place = type.getSimpleName() + "." + origin.getName();
            Setting setting = origin.getAnnotation(Setting.class);
            if (setting == null) {
                throw new IllegalArgumentException(place + " has no @Setting");
            }
            SettingType settingType = SettingType.of(origin.getGenericType(), setting, place);
            Component component = new Component(origin.getName(), setting, settingType, origin);
            if (!component.required()) {
                try {
                    settingType.read(setting.value(), setting, place);
                } catch (RepriseException e) {
                    throw new IllegalArgumentException("the default does not fit: " + e.getMessage(), e);
                }
            }
            // A plug-in's record need not be public, nor lie in an exported package.
            origin.getAccessor().setAccessible(true);
            components.add(component);
        }
        try {
            Constructor<S> constructor = type.getDeclaredConstructor(
                    Arrays.stream(origins).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return new SettingsReader<>(type, List.copyOf(components), constructor);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type + " is no record", e);
        }
    }

    /** The settings in the order of the record. */
    public List<SettingInfo> settings() {
        return components.stream()
                .map(component -> new SettingInfo(
                        component.name(),
                        component.type().label(component.setting()),
                        component.required()
                                ? Optional.empty()
                                : Optional.of(component.setting().value()),
                        component.type().range(component.setting()),
                        component.type().choices(component.setting()),
                        component.setting().unit(),
                        component.setting().description()))
                .toList();
    }

    /**
     * The record of these values and the defaults of the others.
     *
     * @throws RepriseException as {@link #read(Map, Places)} does; a place is the key alone
     */
    public S read(Map<String, ?> values) {
        return read(values, Places.KEYS);
    }

    /**
     * The record of these values and the defaults of the others.
     *
     * @param values by key
     * @param places where they were given
     * @throws RepriseException if a key is unknown (with the nearest ones), a value has the wrong type or lies outside its
     *     range, one that is required is missing, or the record's own check fails
     */
    public S read(Map<String, ?> values, Places places) {
        for (String key : values.keySet()) {
            if (components.stream().noneMatch(component -> component.name().equals(key))) {
                List<String> names = components.stream().map(Component::name).toList();
                throw RepriseException.problem("There is no setting '" + key + "'")
                        .at(places.of(key))
                        .hint(Nearest.hint(key, names));
            }
        }
        Object[] arguments = new Object[components.size()];
        for (int i = 0; i < arguments.length; i++) {
            Component component = components.get(i);
            String place = places.of(component.name());
            Object value;
            if (values.containsKey(component.name())) {
                value = values.get(component.name());
            } else if (component.required()) {
                throw RepriseException.problem("The setting '" + component.name() + "' must be given")
                        .at(place)
                        .expected(component.type().expected(component.setting()) + ": "
                                + component.setting().description())
                        .hint("Give it as " + place.substring(place.lastIndexOf(' ') + 1) + "=VALUE.");
            } else {
                value = component.setting().value();
            }
            arguments[i] = component.type().read(value, component.setting(), place);
        }
        return make(arguments, places);
    }

    /**
     * The record of all defaults.
     *
     * @throws RepriseException if there are settings that must be given
     */
    public S defaults() {
        return read(Map.of());
    }

    /**
     * A record to look at what a plug-in would need and give: all defaults and, for settings that must be given, the least
     * value they may have (for texts and paths, the word {@code example}).
     *
     * @throws RepriseException if the record's own check refuses these
     */
    public S example() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Component component : components) {
            if (component.required()) {
                values.put(component.name(), component.type().example(component.setting()));
            }
        }
        return read(values);
    }

    /**
     * The settings by key, in the order of the record, as plain values: Integer, Long, Double, Boolean, String, List. Reading
     * them gives an equal record.
     */
    public Map<String, Object> write(S settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Component component : components) {
            try {
                values.put(
                        component.name(),
                        component.type().write(component.origin().getAccessor().invoke(settings)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(type.getSimpleName() + "." + component.name() + " cannot be read", e);
            }
        }
        return values;
    }

    private S make(Object[] arguments, Places places) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof RepriseException refused) {
                throw refused.where().isEmpty() ? refused.at(places.of("")) : refused.at(placed(refused, places));
            }
            if (cause instanceof IllegalArgumentException) {
                throw RepriseException.problem("The settings do not go together: " + cause.getMessage())
                        .at(places.of(""))
                        .because(cause);
            }
            throw new IllegalStateException(type.getSimpleName() + " cannot be made", cause);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(type.getSimpleName() + " cannot be made", e);
        }
    }

    /** A record's check may name a setting by its own key; the user knows it by where it was given. */
    private String placed(RepriseException refused, Places places) {
        return components.stream().anyMatch(component -> component.name().equals(refused.where()))
                ? places.of(refused.where())
                : places.of("") + ": " + refused.where();
    }
}
