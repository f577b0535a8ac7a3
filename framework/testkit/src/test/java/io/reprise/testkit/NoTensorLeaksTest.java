package io.reprise.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprise.tensor.TensorScope;
import io.reprise.tensor.TensorService;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

@ExtendWith(NoTensorLeaks.class)
class NoTensorLeaksTest {
    private final NoTensorLeaks check = new NoTensorLeaks();

    /** What JUnit tells an extension about a test. */
    private static ExtensionContext test(Throwable failure) {
        Map<Object, Object> values = new HashMap<>();
        Object store = Proxy.newProxyInstance(
                NoTensorLeaksTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.Store.class},
                (proxy, method, arguments) -> method.getName().equals("put")
                        ? values.put(arguments[0], arguments[1])
                        : values.get(arguments[0]));
        return (ExtensionContext) Proxy.newProxyInstance(
                NoTensorLeaksTest.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getStore" -> store;
                    case "getDisplayName" -> "routesTokens()";
                    case "getExecutionException" -> Optional.ofNullable(failure);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void testThatLeavesTensorsFailsWithTheirBytes() {
        ExtensionContext test = test(null);
        check.beforeEach(test);
        try (TensorScope forgotten = TestTensors.service().open("test")) {
            forgotten.zeros(25);
            assertThatThrownBy(() -> check.afterEach(test))
                    .hasMessageContaining("routesTokens()")
                    .hasMessageContaining("100 bytes");
        }
        assertThatCode(() -> check.afterEach(test)).doesNotThrowAnyException();
    }

    @Test
    void testThatFailedAnywayKeepsItsOwnReason() {
        ExtensionContext test = test(new AssertionError("its own"));
        check.beforeEach(test);
        try (TensorScope forgotten = TestTensors.service().open("test")) {
            forgotten.zeros(25);
            assertThatCode(() -> check.afterEach(test)).doesNotThrowAnyException();
        }
    }

    @Test
    void testsCanTakeTheServiceAsAParameter(TensorService tensors) {
        assertThat(tensors).isSameAs(TestTensors.service());
    }
}
