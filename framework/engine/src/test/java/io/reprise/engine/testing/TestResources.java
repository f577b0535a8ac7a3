package io.reprise.engine.testing;

import io.reprise.engine.internal.resources.Resources;
import java.util.ArrayList;
import java.util.List;

/** Pipelines, claims and declarations of data as if they were in installed bundles. */
public final class TestResources implements Resources {
    private final List<Resource> pipelines = new ArrayList<>();
    private final List<Resource> claims = new ArrayList<>();
    private final List<Resource> data = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();

    /** One more pipeline of a method. */
    public TestResources pipeline(String method, String name, String yaml) {
        pipelines.add(resource(method, PIPELINES, name, yaml));
        return method(method);
    }

    /** One more file of claims of a method. */
    public TestResources claims(String method, String yaml) {
        claims.add(resource(method, CLAIMS, "claims" + claims.size(), yaml));
        return method(method);
    }

    /** One more declaration of data of a method. */
    public TestResources data(String method, String name, String yaml) {
        data.add(resource(method, DATA, name, yaml));
        return method(method);
    }

    /** One more method. */
    public TestResources method(String method) {
        if (!methods.contains(method)) {
            methods.add(method);
        }
        return this;
    }

    private static Resource resource(String method, String folder, String name, String yaml) {
        return new Resource(method, "io.reprise.test." + method, name, folder + "/" + name + ".yaml", () -> yaml);
    }

    @Override
    public List<Resource> pipelines() {
        return List.copyOf(pipelines);
    }

    @Override
    public List<Resource> claims() {
        return List.copyOf(claims);
    }

    @Override
    public List<Resource> data() {
        return List.copyOf(data);
    }

    @Override
    public List<String> methods() {
        return List.copyOf(methods);
    }
}
