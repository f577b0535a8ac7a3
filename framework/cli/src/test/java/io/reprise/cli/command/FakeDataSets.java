package io.reprise.cli.command;

import io.reprise.api.RepriseException;
import io.reprise.engine.Cancellation;
import io.reprise.engine.DataSet;
import io.reprise.engine.DataSets;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Data of two files, the first of which is here. */
final class FakeDataSets implements DataSets {
    private static final DataSet.File IMAGES = file("images.gz", 9_912_422);
    private static final DataSet.File LABELS = file("labels.gz", 28_881);
    private static final DataSet MNIST = new DataSet(
            "mnist",
            "Handwritten digits",
            "CC BY-SA 3.0",
            URI.create("https://digits.example"),
            "mnist",
            "io.reprise.vision.mnist",
            List.of("sparsey"),
            List.of(IMAGES, LABELS));
    private static final Path HERE = Path.of("cache", "images.gz");

    private final List<String> asked;
    private final Fetched.Outcome outcome;

    FakeDataSets(List<String> asked, Fetched.Outcome outcome) {
        this.asked = asked;
        this.outcome = outcome;
    }

    private static DataSet.File file(String name, long bytes) {
        return new DataSet.File(
                name,
                "what " + name + " holds",
                bytes,
                "ab".repeat(32),
                List.of(URI.create("https://digits.example/" + name)),
                Optional.empty());
    }

    @Override
    public List<DataSet> list() {
        return List.of(MNIST);
    }

    @Override
    public List<String> problems() {
        return List.of("io.reprise.odd!REPRISE-INF/data/odd.yaml:1:1: There is no key 'nam' here.");
    }

    @Override
    public List<Status> status(List<String> names) {
        return List.of(
                new Status(MNIST, IMAGES, Status.State.CACHED, Optional.of(HERE), ""),
                new Status(MNIST, LABELS, Status.State.MISSING, Optional.empty(), ""));
    }

    @Override
    public List<Status> check(List<String> names, Listener listener, Cancellation cancellation) {
        asked.add("check " + names);
        listener.progress("checking images.gz", 5_000_000, IMAGES.bytes());
        return List.of(
                new Status(MNIST, IMAGES, Status.State.DAMAGED, Optional.of(HERE), "It has SHA-256 00"),
                new Status(MNIST, LABELS, Status.State.MISSING, Optional.empty(), ""));
    }

    @Override
    public List<Fetched> fetch(List<String> names, Listener listener, Cancellation cancellation) {
        asked.add("fetch " + names);
        if (names.contains("mnits")) {
            throw RepriseException.problem("No installed bundle declares data 'mnits'")
                    .hint("Did you mean mnist?");
        }
        listener.fetching(MNIST, LABELS, LABELS.urls().get(0));
        listener.progress("downloading mnist/labels.gz", 14_000, LABELS.bytes());
        return List.of(
                new Fetched(MNIST, IMAGES, Fetched.Outcome.PRESENT, Optional.of(HERE), ""),
                outcome == Fetched.Outcome.FAILED
                        ? new Fetched(MNIST, LABELS, outcome, Optional.empty(), "mnist/labels.gz: No connection.")
                        : new Fetched(MNIST, LABELS, outcome, Optional.of(HERE.resolveSibling("labels.gz")), ""));
    }

    @Override
    public List<Path> clean(List<String> names) {
        asked.add("clean " + names);
        return List.of(HERE);
    }

    @Override
    public Offline goOffline() {
        asked.add("offline");
        return () -> asked.add("online");
    }
}
