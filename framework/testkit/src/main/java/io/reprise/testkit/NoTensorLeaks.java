package io.reprise.testkit;

import io.reprise.tensor.TensorService;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Fails a test that leaves tensors in open scopes, for tests of one's own beside the contracts (which check this themselves):
 *
 * <pre>{@code
 * @ExtendWith(NoTensorLeaks.class)
 * class RouterTest {
 *     @Test
 *     void routesEveryTokenToOneExpert(TensorService tensors) {
 *         try (TensorScope scope = tensors.open("test")) {
 *             ...
 * }</pre>
 *
 * It counts what the testkit's tensor service holds before and after each test, so it covers {@link TestRun} and the service
 * that a test method takes as a parameter. Tests that run at the same time in one JVM would see each other's tensors.
 */
public final class NoTensorLeaks implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace OWN = ExtensionContext.Namespace.create(NoTensorLeaks.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(OWN).put("before", TestTensors.service().liveBytes());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long before = context.getStore(OWN).get("before", Long.class);
        long left = TestTensors.service().liveBytes() - before;
        if (left > 0 && context.getExecutionException().isEmpty()) {
            throw Broken.contract(
                    context.getDisplayName(),
                    "no tensors are left",
                    left + " bytes are still held after the test",
                    "Open each scope, and each TestRun, in a try-with-resources.");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TensorService.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return TestTensors.service();
    }
}
