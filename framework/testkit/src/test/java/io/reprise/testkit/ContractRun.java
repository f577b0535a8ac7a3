package io.reprise.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract class and tells which of its tests failed, and with what message. */
final class ContractRun {
    private ContractRun() {}

    /** The messages of the tests that failed, by the test's name; none may be missing. */
    static Map<String, String> failures(Class<?> contract) {
        Events events = run(selectClass(contract));
        if (events.succeeded().count() + events.failed().count() < 5) {
            throw new AssertionError("hardly any test of " + contract + " was run");
        }
        return failures(events);
    }

    /** The message of a test that failed. */
    static String failure(Class<?> contract, String test) {
        return failures(run(selectMethod(contract, test))).get(test);
    }

    private static Events run(DiscoverySelector what) {
        return EngineTestKit.engine("junit-jupiter").selectors(what).execute().testEvents();
    }

    private static Map<String, String> failures(Events events) {
        Map<String, String> failures = new TreeMap<>();
        events.failed().stream()
                .forEach(event -> failures.put(
                        event.getTestDescriptor().getDisplayName().replace("()", ""),
                        event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .map(Throwable::getMessage)
                                .orElse("")));
        return failures;
    }
}
