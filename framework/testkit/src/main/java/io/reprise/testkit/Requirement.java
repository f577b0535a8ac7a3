package io.reprise.testkit;

import io.reprise.data.Dataset;
import io.reprise.data.Field;
import io.reprise.data.Schema;
import io.reprise.model.Model;
import io.reprise.model.Requirements;
import io.reprise.model.Signature;
import java.util.ArrayList;
import java.util.List;

/** What of a plug-in's requirements its contract's own model and dataset do not meet. */
final class Requirement {
    private Requirement() {}

    static List<String> unmet(
            Requirements requirements, Model model, Signature signature, Dataset data, Schema dataSchema) {
        List<String> unmet = new ArrayList<>();
        for (Class<?> capability : requirements.model()) {
            if (!capability.isInstance(model)) {
                unmet.add("the model is not " + capability.getSimpleName());
            }
        }
        if (!requirements.dataset().isInstance(data)) {
            unmet.add("the dataset is no " + requirements.dataset().getSimpleName());
        }
        columns(requirements.data(), dataSchema, "the dataset", unmet);
        columns(requirements.outputs(), signature == null ? Schema.EMPTY : signature.outputs(), "the model", unmet);
        return unmet;
    }

    private static void columns(Schema wanted, Schema given, String who, List<String> unmet) {
        for (Field field : wanted.fields()) {
            if (given.field(field.name())
                    .filter(found -> found.type() == field.type())
                    .isEmpty()) {
                unmet.add(who + " has no '" + field + "' but " + given);
            }
        }
    }
}
